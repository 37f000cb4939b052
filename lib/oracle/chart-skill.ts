import { z } from "zod";
import { getProfile } from "#lib/people/get-profile.ts";
import { defineSkill } from "#lib/skills/skill.ts";
import type { Chart } from "./chart.ts";
import { type ChartCard, chartCard } from "./schema.ts";
import { bodyName } from "./sky-bodies.ts";
import { type Placement, signName } from "./zodiac.ts";

const MAX_ASPECTS = 6;
const ABOUT_THE_CHART =
  /\b(?:birth|natal|star|astrolog\w+)\s*chart\b|\bmy (?:ascendant|rising sign|moon sign|chart)\b|\bwhat(?:'s| is) my (?:moon|rising|sun) sign\b/i;

const UNKNOWN = {
  text: "The person has not entered a date of birth. They can add it on their account page, under “About you”.",
  said: "I need your date of birth for that. If you have an account here, add it there under “About you”. Or tell me when your birthday is, and I can name your sun sign.",
  cards: [],
};

export const chartSkill = defineSkill({
  name: "birth_chart",
  description:
    "Returns the birth chart of the person who asks, computed from the birth data in their account: planets by sign, ascendant, aspects. It works for that person only and takes no birth data as input.",
  input: z.object({}),
  card: chartCard,
  recognize: (question) => (ABOUT_THE_CHART.test(question) ? {} : null),
  async run(ctx, _, { asker }) {
    const { birthDate, ...rest } = await getProfile(ctx, asker);
    if (!birthDate) return UNKNOWN;
    const [{ birthMoment }, { natalChart, solarChart }] = await Promise.all([
      import("./birth-moment.ts"),
      import("./chart.ts"),
    ]);
    const { at, isExact, place } = birthMoment({ birthDate, ...rest });
    const chart = isExact && place ? natalChart(at, place) : solarChart(at);
    const card = cardOf(chart);
    return { text: card.text, said: sentenceOf(chart), cards: [card] };
  },
});

function cardOf(chart: Chart): ChartCard {
  const isNatal = chart.kind === "natal";
  // Without a birth time, the moon's sign can be ambiguous.
  const known = chart.positions.filter(({ body }) => isNatal || body !== "moon" || chart.isMoonCertain);
  const aspects = chart.aspects.slice(0, MAX_ASPECTS);
  const lines = [
    ...known.map(
      (one) => `${bodyName(one.body)} in ${formatPlacement(one)}${one.isRetrograde ? ", retrograde" : ""}`,
    ),
    ...(isNatal
      ? [
          `Ascendant in ${formatPlacement(chart.ascendant)}`,
          `Midheaven in ${formatPlacement(chart.midheaven)}`,
        ]
      : []),
    ...aspects.map(({ a, b, kind, orb }) => `${bodyName(a)} ${kind} ${bodyName(b)}, ${orb.toFixed(1)}°`),
    ...(isNatal ? [] : ["The ascendant needs the time and place of birth."]),
  ];
  return {
    kind: "chart",
    text: lines.join("\n"),
    of: chart.kind,
    positions: known.map(({ body, sign, degree, isRetrograde }) => ({ body, sign, degree, isRetrograde })),
    ascendant: isNatal ? chart.ascendant : null,
    midheaven: isNatal ? chart.midheaven : null,
    aspects,
  };
}

function sentenceOf(chart: Chart): string {
  const sign = (body: string) => {
    const found = chart.positions.find((one) => one.body === body);
    return found ? signName(found.sign) : "";
  };
  if (chart.kind === "natal")
    return `Sun in ${sign("sun")}, moon in ${sign("moon")}, ${signName(chart.ascendant.sign)} rising.`;
  const moon = chart.isMoonCertain ? `, moon in ${sign("moon")}` : "";
  return `Sun in ${sign("sun")}${moon}. With your time and place of birth, I could also tell you your ascendant.`;
}

function formatPlacement({ sign, degree }: Placement): string {
  return `${signName(sign)} ${Math.floor(degree)}°`;
}
