import { type AspectKind, bodyName, type SkyBody } from "./sky-bodies.ts";
import type { SkyFacts } from "./sky-facts.ts";
import { signName } from "./zodiac.ts";

/** Topics of the houses, first to twelfth. */
const houses = [
  "yourself, your appearance, and how you come across",
  "money, possessions, and what you value",
  "communication, errands, and siblings",
  "home, family, and your roots",
  "romance, play, and creativity",
  "work, daily habits, and taking care of yourself",
  "partnerships, agreements, and open rivalries",
  "shared resources, trust, and intimacy",
  "travel, learning, and the search for meaning",
  "your career and reputation",
  "friends, groups, and hopes for the future",
  "rest, solitude, and what happens behind the scenes",
] as const;

const bodies: Record<SkyBody, string> = {
  sun: "will",
  moon: "mood",
  mercury: "thoughts and words",
  venus: "affection",
  mars: "drive",
  jupiter: "confidence",
  saturn: "discipline",
  uranus: "surprise",
  neptune: "imagination",
  pluto: "depth",
};

const kinds: Record<AspectKind, string> = {
  conjunction: "join forces",
  sextile: "help each other if you take the first step",
  square: "get in each other's way, so something has to give",
  trine: "work together with ease",
  opposition: "pull in opposite directions, so look for the middle ground",
};

const times = {
  day: { now: "Today", next: "Tomorrow" },
  week: { now: "This week", next: "Next week" },
} as const;

/** Composes a short horoscope from the facts. Deterministic. */
export function composeHoroscope(
  facts: SkyFacts,
  span: "day" | "week",
  when: "now" | "next" = "now",
): string {
  const { moon, sun, aspects, retrograde } = facts;
  const time = times[span][when];
  const sentences = [
    `The ${moon.phase.replace(" moon", "")} moon is in ${signName(moon.sign)}. ${time}, the focus is on ${houses[moon.house - 1]}.`,
    sun.house === moon.house
      ? "The Sun is there too, so expect things to move in that area."
      : `The Sun highlights ${houses[sun.house - 1]}.`,
  ];
  const [closest] = aspects;
  if (closest) {
    const { a, b, kind } = closest;
    sentences.push(`${bodyName(a)} (${bodies[a]}) and ${bodyName(b)} (${bodies[b]}) ${kinds[kind]}.`);
  }
  if (retrograde.includes("mercury"))
    sentences.push("Mercury is retrograde: read everything twice before you sign or send it.");
  else if (retrograde.includes("venus")) sentences.push("Venus is retrograde: old feelings may return.");
  else if (retrograde.includes("mars")) sentences.push("Mars is retrograde: save your energy.");
  return sentences.join(" ");
}
