import { decides } from "./answer-kinds.ts";
import { isNarrow } from "./narrow-exception.ts";
import type { Question } from "./read-question.ts";
import { type ScoredUnit, weigh } from "./score-units.ts";
import type { WeightedTerm } from "./weigh-terms.ts";

/** A unit moved before the best must score at least this share of it. */
const NEAR_RULE = 0.7;
const NEAR_TABLE = 0.5;
/** A sentence that covers this share of the question needs no table, unless the heading announces one. */
const SAYS_ITSELF = 0.75;

/** Orders units by score, except that rules precede exceptions and tables their introduction. */
export function rankUnits(question: Question, terms: WeightedTerm[], units: ScoredUnit[]): ScoredUnit[] {
  const byScore = units.toSorted((one, other) => other.score - one.score);
  return preferRule(question, terms, preferTable(question, terms, byScore));
}

/** Puts a table of the measure asked for before a sentence that only introduces it. */
function preferTable(question: Question, terms: WeightedTerm[], ranked: ScoredUnit[]): ScoredUnit[] {
  const [best] = ranked;
  if (best?.kind !== "sentence" || question.shapes.every(({ isLoose }) => isLoose)) return ranked;
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  if (!best.announces && weigh(terms, best.own) >= SAYS_ITSELF * total) return ranked;
  const row = ranked.find(
    (unit) =>
      unit.isMeasured &&
      unit.passage === best.passage &&
      unit.heading === best.heading &&
      unit.score >= NEAR_TABLE * best.score,
  );
  return row ? [row, ...ranked.filter((unit) => unit !== row)] : ranked;
}

/** Puts the rule before an exception: "A bike can be returned" before "Leased bikes cannot be returned". */
function preferRule(question: Question, terms: WeightedTerm[], ranked: ScoredUnit[]): ScoredUnit[] {
  const [best] = ranked;
  if (!best || !question.asksYesNo || !isNarrow(terms, best)) return ranked;
  const rule = ranked.find(
    (unit) => unit.score >= NEAR_RULE * best.score && decides(terms, unit) && !isNarrow(terms, unit),
  );
  return rule ? [rule, ...ranked.filter((unit) => unit !== rule)] : ranked;
}
