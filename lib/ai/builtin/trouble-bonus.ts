import { PROBLEM } from "./read-question.ts";
import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";

const TROUBLE =
  /\b(?:not|cannot|no longer|refuse[sd]?|fault|error|fail(?:s|ed|ure)?|problem|defect(?:ive)?|blocked|if|when|causes?d?|repair|replace[sd]?)\b/i;
const TROUBLE_REACH = 4;
const SAID = 0.8;

/** Rewards a unit about the reported problem: "the battery refuses to charge". */
export function troubleBonus(terms: WeightedTerm[], unit: IndexedUnit): number {
  return TROUBLE.test(unit.text) ? 0.08 + 0.3 * troubledShare(terms, unit) : 0;
}

/** Whether the unit or its heading is about something that goes wrong. */
export function tellsOfTrouble(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const isSaid = terms.some(
    ({ surface, forms }) => PROBLEM.test(surface) && strongest(forms, unit.keys) >= SAID,
  );
  return isSaid || TROUBLE.test(unit.heading) || troubledShare(terms, unit) > 0;
}

/** Share of the question's words that are close to a problem word. */
function troubledShare(terms: WeightedTerm[], unit: IndexedUnit): number {
  const places = unit.words.flatMap(({ surface }, at) =>
    TROUBLE.test(surface) && unit.words[at - 1]?.surface !== "do" ? [at] : [],
  );
  const asked = terms.filter(({ importance }) => importance >= 1);
  const troubled = asked.filter(({ forms }) =>
    unit.words.some(
      ({ keys }, at) =>
        keys.some((key) => forms.has(key)) && places.some((place) => Math.abs(place - at) <= TROUBLE_REACH),
    ),
  );
  return troubled.length / (asked.length || 1);
}
