import { z } from "zod";
import { storableText } from "#lib/core/storable-text.ts";
import { timeZone } from "#lib/core/time-zone.ts";
import { defineSkill } from "#lib/skills/skill.ts";
import { describeMoon, describeRise } from "./describe-moon.ts";
import { zonedTimeToUtc } from "./local-time.ts";
import { type MoonCard, moonCard } from "./schema.ts";
import { skyDate } from "./sky-date.ts";

const input = z.object({
  date: skyDate
    .optional()
    .describe("A day as YYYY-MM-DD (noon UTC is used). Leave it out for the current moment."),
  place: z
    .object({
      name: storableText(120).trim().min(1),
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      timeZone: timeZone.default("UTC").describe("IANA name, such as Europe/Berlin."),
    })
    .optional()
    .describe("The place for rise and set times. Leave it out unless a place is named."),
});

const ABOUT_THE_MOON =
  /\bmoon\b(?!stone|light)[^.]*\b(phase|tonight|today|now|full|new|quarter|wax\w*|wan\w*|sign|bright|lit|old|age)\b|\b(phase|full|new|quarter|wax\w*|wan\w*|bright|lit|old)\b[^.]*\bmoon\b/i;

export const moonSkill = defineSkill({
  name: "moon_phase",
  description:
    "Returns the moon's phase, illumination, age, and sign, the dates of the next quarters and, for a place, when it rises and sets. All values are computed. Use it for any question about the current moon or the moon on a given day; never answer these from memory.",
  input,
  card: moonCard,
  recognize: (question) => (ABOUT_THE_MOON.test(question) ? {} : null),
  async run(ctx, { date, place }) {
    // Loaded on first use: its tables are larger than everything else loaded for skills.
    const { moonAt, riseAndSet } = await import("./moon.ts");
    const at = date ? new Date(`${date}T12:00:00Z`) : ctx.now();
    const moon = moonAt(at);
    const seenFrom = place && {
      name: place.name,
      timeZone: place.timeZone,
      ...riseAndSet("moon", place, date ? zonedTimeToUtc(new Date(`${date}T00:00:00Z`), place.timeZone) : at),
    };
    const text = [describeMoon(moon, at, date === undefined), seenFrom && describeRise(seenFrom)]
      .filter(Boolean)
      .join(" ");
    const { phase, angle, illumination, ageDays, placement, next } = moon;
    const card: MoonCard = {
      kind: "moon",
      text,
      at: at.toISOString(),
      phase,
      angle,
      illumination,
      ageDays,
      sign: placement.sign,
      next: next.map((one) => ({ phase: one.phase, at: one.at.toISOString() })),
      seenFrom: seenFrom
        ? {
            ...seenFrom,
            rise: seenFrom.rise?.toISOString() ?? null,
            set: seenFrom.set?.toISOString() ?? null,
          }
        : null,
    };
    return { text, said: text, cards: [card] };
  },
});
