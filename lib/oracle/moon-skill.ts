import { z } from "zod";
import { defineSkill } from "#lib/skill/define-skill.ts";
import { describeMoon } from "./describe-moon.ts";
import { readDay } from "./read-day.ts";
import type { MoonCard } from "./schema.ts";

const input = z.object({
  date: readDay.optional().describe("Day as YYYY-MM-DD, at noon UTC. Leave it out for now."),
});

const ABOUT_THE_MOON =
  /\bmoon\b(?!stone|light)[^.]*\b(phase|tonight|today|now|full|new|quarter|wax\w*|wan\w*|sign|bright|lit|old|age)\b|\b(phase|full|new|quarter|wax\w*|wan\w*|bright|lit|old)\b[^.]*\bmoon\b/i;

export const moonSkill = defineSkill({
  name: "moon_phase",
  description:
    "The phase of the moon, how much of it is lit, its age and sign, and when the next quarters are. Computed. Use it for any question about the moon as it is now or on a day; never tell these from memory.",
  input,
  recognize: (question) => (ABOUT_THE_MOON.test(question) ? {} : null),
  async run(ctx, { date }) {
    // With its tables it is larger than all else that a process loads for skills: it comes with the first use.
    const { moonAt } = await import("./moon.ts");
    const at = date ? new Date(`${date}T12:00:00Z`) : ctx.now();
    const moon = moonAt(at);
    const text = describeMoon(moon, at, date === undefined);
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
    };
    return { text, said: text, cards: [card] };
  },
});
