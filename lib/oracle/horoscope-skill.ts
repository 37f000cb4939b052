import { z } from "zod";
import { getProfile } from "#lib/people/get-profile.ts";
import type { Profile } from "#lib/people/schema.ts";
import { defineSkill } from "#lib/skills/skill.ts";
import { type HoroscopeCard, horoscopeCard, horoscopeSpans, type Sign, signs } from "./schema.ts";
import { signName } from "./zodiac.ts";

const input = z.object({
  sign: z.enum(signs).optional().describe("The person's zodiac sign. Leave it out if it is not known."),
  span: z.enum(horoscopeSpans).default("day"),
});

const HOROSCOPE = /\bhoroscopes?\b|\bwhat do(?:es)? (?:the|my) stars? (?:say|hold|tell)\b|\bmy stars\b/i;
const WEEK = /\bweek(?:ly)?\b/i;
const SIGN = new RegExp(`\\b(${signs.join("|")})\\b`, "i");
/** A reply to "Which sign are you?" */
const SIGN_ALONE = new RegExp(
  `^\\s*(?:(?:i\\s*am|i'm|im|my sign is|it'?s)\\s+)?(?:an?\\s+)?(${signs.join("|")})\\s*[.!]?\\s*$`,
  "i",
);

export const horoscopeSkill = defineSkill({
  name: "horoscope",
  description:
    "Returns the daily or weekly horoscope for a zodiac sign, based on computed planetary positions. Use it whenever someone asks for a horoscope, and pass on what it says.",
  input,
  card: horoscopeCard,
  recognize(question) {
    const alone = SIGN_ALONE.exec(question)?.[1];
    if (!alone && !HOROSCOPE.test(question)) return null;
    const named = alone ?? SIGN.exec(question)?.[1];
    return {
      ...(named && { sign: named.toLowerCase() as Sign }),
      span: WEEK.test(question) ? ("week" as const) : ("day" as const),
    };
  },
  async run(ctx, { sign: named, span }, turn) {
    const profile = await getProfile(ctx, turn.asker);
    const sign = named ?? (await signFromProfile(profile));
    if (!sign) {
      return {
        text: "The sign is not known because the person has not entered a date of birth. Ask for their sign.",
        said: "What's your sign? For example, say “I'm a Leo.”",
        cards: [],
      };
    }
    // Loaded on use because of its astronomy tables, as in moon-skill.ts.
    const { readHoroscope } = await import("./read-horoscope.ts");
    const { timeZone } = profile;
    const language = profile.language ?? turn.language;
    const { day, reading, facts } = await readHoroscope(ctx, { sign, span, timeZone }, { ...turn, language });
    const card: HoroscopeCard = {
      kind: "horoscope",
      text: `${signName(sign)}, ${span === "day" ? day : `week of ${day}`}: ${reading}`,
      sign,
      span,
      day,
      reading,
      facts,
    };
    const time = span === "day" ? "today" : "this week";
    return { text: card.text, said: `Here is your horoscope for ${time}, ${signName(sign)}.`, cards: [card] };
  },
});

/** The sun sign from a profile's date of birth. */
async function signFromProfile({ birthDate, ...rest }: Profile): Promise<Sign | null> {
  if (!birthDate) return null;
  const [{ birthMoment }, { sunSign }] = await Promise.all([import("./birth-moment.ts"), import("./sky.ts")]);
  return sunSign(birthMoment({ birthDate, ...rest }).at).sign;
}
