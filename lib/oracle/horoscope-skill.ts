import { z } from "zod";
import { getProfile } from "#lib/people/get-profile.ts";
import type { Profile } from "#lib/people/schema.ts";
import { defineSkill } from "#lib/skills/skill.ts";
import { readHoroscopeRequest } from "./read-horoscope-request.ts";
import { type HoroscopeCard, horoscopeCard, horoscopeSpans, type Sign, signs } from "./schema.ts";
import { signName } from "./zodiac.ts";

const input = z.object({
  sign: z.enum(signs).optional().describe("The person's zodiac sign. Leave it out if it is not known."),
  birthday: z.iso
    .date()
    .optional()
    .describe("The person's date of birth as YYYY-MM-DD, if stated and the sign is not; any year will do."),
  span: z.enum(horoscopeSpans).default("day"),
  when: z.enum(["now", "next"]).default("now").describe("next: tomorrow, or next week."),
});

export const horoscopeSkill = defineSkill({
  name: "horoscope",
  description:
    "Returns the horoscope for a zodiac sign for today, tomorrow, this week or next week, based on computed planetary positions. Use it whenever someone asks for a horoscope, and pass on what it says.",
  input,
  card: horoscopeCard,
  recognize: readHoroscopeRequest,
  async run(ctx, { sign: named, birthday, span, when }, turn) {
    const profile = await getProfile(ctx, turn.asker);
    const born = !named && birthday ? await signOfBirthday(birthday) : null;
    const sign = named ?? born ?? (await signFromProfile(profile));
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
    const { day, reading, facts } = await readHoroscope(
      ctx,
      { sign, span, when, timeZone },
      { ...turn, language },
    );
    const card: HoroscopeCard = {
      kind: "horoscope",
      text: `${signName(sign)}, ${span === "day" ? day : `week of ${day}`}: ${reading}`,
      sign,
      span,
      day,
      reading,
      facts,
    };
    const said = `Here is your horoscope for ${times[span][when]}, ${signName(sign)}.`;
    return {
      text: card.text,
      said: born ? `Your sun sign is ${signName(sign)}. ${said}` : said,
      cards: [card],
    };
  },
});

const times = {
  day: { now: "today", next: "tomorrow" },
  week: { now: "this week", next: "next week" },
} as const;

async function signOfBirthday(birthday: string): Promise<Sign> {
  const { sunSign } = await import("./sky.ts");
  return sunSign(new Date(`${birthday}T12:00:00Z`)).sign;
}

/** The sun sign from a profile's date of birth. */
async function signFromProfile({ birthDate, ...rest }: Profile): Promise<Sign | null> {
  if (!birthDate) return null;
  const [{ birthMoment }, { sunSign }] = await Promise.all([import("./birth-moment.ts"), import("./sky.ts")]);
  return sunSign(birthMoment({ birthDate, ...rest }).at).sign;
}
