import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";
import type { WeightedTerm } from "./weigh-terms.ts";

const ENOUGH = 0.5;
/** When a measure was asked for and none is quoted, the words must speak for themselves. */
const ENOUGH_WITHOUT_MEASURE = 0.7;
/** What it counts that the measure asked for is there, in the weight of a rare word. */
const SHAPE = 0.35;

/**
 * The bar: whether what is quoted accounts for enough of the question to be an answer and not only words shared.
 * Fillers have no say here, unless the question holds nothing else.
 */
export function isEnough(question: Question, terms: WeightedTerm[], run: ScoredUnit[]): boolean {
  if (terms.some(({ isIdentifier }, at) => isIdentifier && coverOf(run, at) <= 0.3)) return false;
  const isBeside = question.shapes.length > 0 && run.every(({ gives }) => gives.length === 0);
  return contentShare(question, terms, run) >= (isBeside ? ENOUGH_WITHOUT_MEASURE : ENOUGH);
}

export function contentShare(question: Question, terms: WeightedTerm[], run: ScoredUnit[]): number {
  const hasContent = terms.some(({ importance }) => importance >= 1);
  let [covered, total] = [0, 0];
  for (const [at, { importance, weight }] of terms.entries()) {
    if (hasContent && importance < 1) continue;
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
  return Math.max(0, ...run.map(({ cover }) => cover[at] ?? 0));
}
