import type { IndexedUnit, WeightedTerm } from "./weigh-terms.ts";

const TROUBLE =
  /\b(?:not|cannot|no longer|refuse[sd]?|fault|error|fail(?:s|ed|ure)?|problem|defect(?:ive)?|blocked|if|when|causes?d?|repair|replace[sd]?)\b/i;
const TROUBLE_REACH = 4;

/** Rewards a unit in which what was reported goes wrong: "the battery refuses to charge". */
export function troubleBonus(terms: WeightedTerm[], unit: IndexedUnit): number {
  if (!TROUBLE.test(unit.text)) return 0;
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
  return 0.08 + 0.3 * (troubled.length / (asked.length || 1));
}
