import { PROBLEM } from "./read-question.ts";
import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";
import { readWords, type Word } from "./words.ts";

const TROUBLE =
  /\b(?:not|cannot|no longer|refuse[sd]?|fault|error|fail(?:s|ed|ure)?|problem|defect(?:ive)?|blocked|if|when|causes?d?|repair|replace[sd]?)\b/i;
/** Below such a heading every sentence is about what goes wrong. */
const ABOUT_TROUBLE = /\b(?:fail(?:s|ures?|ed)?|faults?|problems?|trouble(?:s|shooting)?)\b/i;
const TROUBLE_REACH = 4;
const SAID = 0.8;

/** Rewards a unit about the reported problem: "the battery refuses to charge". */
export function troubleBonus(terms: WeightedTerm[], unit: IndexedUnit, isFirst: boolean): number {
  if (ABOUT_TROUBLE.test(unit.heading) && isOnTopic(terms, unit)) return isFirst ? 0.43 : 0.38;
  return TROUBLE.test(unit.text) ? 0.08 + 0.3 * troubledShare(terms, unit) : 0;
}

/** Whether what has the problem, rather than the problem, is in the unit's headings. */
export function isOnTopic(terms: WeightedTerm[], { near, far }: IndexedUnit): boolean {
  return terms.some(
    ({ surface, forms, importance }) =>
      importance >= 1 &&
      !PROBLEM.test(surface) &&
      Math.max(strongest(forms, near), strongest(forms, far)) >= SAID,
  );
}

/** Whether the unit or its heading is about something that goes wrong. */
export function tellsOfTrouble(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const isSaid = terms.some(
    ({ surface, forms }) => PROBLEM.test(surface) && strongest(forms, unit.keys) >= SAID,
  );
  return isSaid || TROUBLE.test(unit.heading) || troubledShare(terms, unit) > 0;
}

/**
 * Share of the question's words that are close to a problem word. Of a row each cell counts by itself: that a
 * battery has a fault and must not be charged does not say that it cannot be.
 */
function troubledShare(terms: WeightedTerm[], unit: IndexedUnit): number {
  const asked = terms.filter(({ importance }) => importance >= 1);
  const parts = unit.kind === "row" ? unit.cells.map(({ value }) => readWords(value)) : [unit.words];
  const troubled = asked.filter(({ forms }) => parts.some((words) => isTroubled(forms, words)));
  return troubled.length / (asked.length || 1);
}

function isTroubled(forms: WeightedTerm["forms"], words: Word[]): boolean {
  const places = words.flatMap(({ surface }, at) =>
    TROUBLE.test(surface) && words[at - 1]?.surface !== "do" ? [at] : [],
  );
  return words.some(
    ({ keys }, at) =>
      keys.some((key) => forms.has(key)) && places.some((place) => Math.abs(place - at) <= TROUBLE_REACH),
  );
}
