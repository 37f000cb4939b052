import type { Unit } from "./read-units.ts";

export type Switching = "on" | "off";

/** Up to three words may stand between: "turn the bike on". */
const SWITCHES =
  /\b(?:switch|turn|power|shut|go|com)(?:e?s|e|ed|ing)?(?:[ -](?!(?:on|off)\b)[\p{L}'’-]+){0,3}[ -](on|off)\b/giu;
const STARTS = /\b(?:starts?|started|boots?|wakes?)\b/i;

/** What a text says of switching: "on" and "off" are opposites, though the verb is the same. */
export function switchingOf(text: string): Set<Switching> {
  return new Set(
    [...text.matchAll(SWITCHES)].map(([, part]) => (part?.toLowerCase() === "off" ? "off" : "on")),
  );
}

/** "not": it says the opposite; "unsaid": neither. "Starts" is as good as "switches on". */
export function switchFit(asked: Switching, { heading, leadIn, text: own }: Unit): "same" | "not" | "unsaid" {
  const text = `${heading}. ${leadIn} ${own}`;
  const said = switchingOf(text);
  if (said.size > 0) return said.has(asked) ? "same" : "not";
  return asked === "on" && STARTS.test(text) ? "same" : "unsaid";
}
