import { type AspectKind, bodyName, type SkyBody } from "./sky-bodies.ts";
import type { SkyFacts } from "./sky-facts.ts";
import { signName } from "./zodiac.ts";

/** What each house is about, from the first to the twelfth. */
const houses = [
  "yourself: how you look, begin and come across",
  "what you own and what it is worth to you",
  "words, errands, brothers, sisters and neighbours",
  "home, family and where you come from",
  "play, love affairs and what you make for the joy of it",
  "work, habits and the care of your body",
  "the other: partners, agreements, open opponents",
  "what is shared: debts, trust, intimacy",
  "what lies far off: journeys, study, meaning",
  "your calling and what you are known for",
  "friends, groups and hopes",
  "rest, solitude and what goes on unseen",
] as const;

const bodies: Record<SkyBody, string> = {
  sun: "will",
  moon: "mood",
  mercury: "words and thought",
  venus: "affection",
  mars: "drive",
  jupiter: "confidence",
  saturn: "discipline",
  uranus: "surprise",
  neptune: "imagination",
  pluto: "depth",
};

const kinds: Record<AspectKind, string> = {
  conjunction: "act as one",
  sextile: "help each other, if you take the first step",
  square: "get in each other's way, and something has to give",
  trine: "work together without effort",
  opposition: "pull at two ends; find the middle",
};

/** A short horoscope put together from the facts alone: the same facts give the same words. */
export function composeHoroscope(facts: SkyFacts, span: "day" | "week"): string {
  const { moon, sun, aspects, retrograde } = facts;
  const time = span === "day" ? "today" : "this week";
  const sentences = [
    `The ${moon.phase.replace(" moon", "")} moon stands in ${signName(moon.sign)} and turns ${time} towards ${houses[moon.house - 1]}.`,
    sun.house === moon.house
      ? "The Sun is there too, so this is where things move."
      : `The Sun lights up ${houses[sun.house - 1]}.`,
  ];
  const [closest] = aspects;
  if (closest) {
    const { a, b, kind } = closest;
    sentences.push(`${bodyName(a)} and ${bodyName(b)}, ${bodies[a]} and ${bodies[b]}, ${kinds[kind]}.`);
  }
  if (retrograde.includes("mercury"))
    sentences.push("Mercury runs backwards: read things twice before you sign or send them.");
  else if (retrograde.includes("venus"))
    sentences.push("Venus runs backwards: an old fondness comes up again.");
  else if (retrograde.includes("mars")) sentences.push("Mars runs backwards: save your strength.");
  return sentences.join(" ");
}
