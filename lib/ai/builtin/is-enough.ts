import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";
import type { WeightedTerm } from "./weigh-terms.ts";

const ENOUGH = 0.5;
/** When a measure was asked for and none is quoted, the words must speak for themselves. */
const ENOUGH_WITHOUT_MEASURE = 0.7;
/** What it counts that the measure asked for is there, in the weight of a rare word. */
const CONTENT = 0.5;
/** What someone wants to do has more names than what they want to do it to. */
const ACTION = 0.55;
const SHAPE = 0.35;

/**
 * The bar: whether what is quoted accounts for enough of the question to be an answer and not only words shared.
 * Fillers have no say here, unless the question holds nothing else.
 */
export function isEnough(question: Question, terms: WeightedTerm[], run: ScoredUnit[]): boolean {
  if (terms.some(({ isIdentifier }, at) => isIdentifier && coverOf(run, at) <= 0.3)) return false;
  if (terms.some(({ isAdjective }, at) => isAdjective && coverOf(run, at) < 0.5)) return false;
  const isBeside = question.shapes.length > 0 && run.every(({ gives }) => gives.length === 0);
  return contentShare(question, terms, run) >= (isBeside ? ENOUGH_WITHOUT_MEASURE : ENOUGH);
}

export function contentShare(question: Question, terms: WeightedTerm[], run: ScoredUnit[]): number {
  const hasContent = terms.some(({ importance }) => importance >= CONTENT);
  let [covered, total] = [0, 0];
  for (const [at, { importance, weight: full, isAction }] of terms.entries()) {
    if (hasContent && importance < CONTENT) continue;
    const weight = isAction ? ACTION * full : full;
    total += weight;
    covered += weight * coverOf(run, at);
  }
  const shapes = question.shapes.filter(({ name }) => name !== "count");
  for (const { name } of shapes) {
    total += SHAPE / shapes.length;
    if (run.some(({ gives }) => gives.includes(name))) covered += SHAPE / shapes.length;
  }
  return total === 0 ? 0 : covered / total;
}

function coverOf(run: ScoredUnit[], at: number): number {
  return Math.max(0, ...run.map(({ cover }, place) => (place === 0 ? 1 : 0.7) * (cover[at] ?? 0)));
}
