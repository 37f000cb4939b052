import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";
import type { Selection } from "./select-units.ts";
import type { WeightedTerm } from "./weigh-terms.ts";

/** Thresholds on the share of the question accounted for, found on the project's golden questions. */
const ENOUGH = 0.47;
/** When a measure was asked for and none is quoted, the words must speak for themselves. */
const ENOUGH_WITHOUT_MEASURE = 0.7;
/** Terms of less importance have no say, unless the question holds nothing else. */
const CONTENT = 0.5;
/** What someone wants to do has more names than what they want to do it to. */
const ACTION = 0.55;
/** What it counts that the measure asked for is there, in the weight of a rare word. */
const MEASURE = 0.35;
/** Sentences around the best one count less than it. */
const BESIDE = 0.7;

/** The bar: whether what is quoted accounts for enough of the question to be an answer and not only words shared. */
export function isEnough(question: Question, terms: WeightedTerm[], selection: Selection): boolean {
  if (terms.some(({ isIdentifier }, at) => isIdentifier && coverOf(selection, at) <= 0.28)) return false;
  if (terms.some(({ isAdjective }, at) => isAdjective && coverOf(selection, at) < 0.5)) return false;
  const isBeside = question.shapes.length > 0 && leading(selection).every(({ gives }) => gives.length === 0);
  return contentShare(question, terms, selection) >= (isBeside ? ENOUGH_WITHOUT_MEASURE : ENOUGH);
}

export function contentShare(question: Question, terms: WeightedTerm[], selection: Selection): number {
  const hasContent = terms.some(({ importance }) => importance >= CONTENT);
  let [covered, total] = [0, 0];
  for (const [at, { importance, weight, isAction }] of terms.entries()) {
    if (hasContent && importance < CONTENT) continue;
    const counted = isAction ? ACTION * weight : weight;
    total += counted;
    covered += counted * coverOf(selection, at);
  }
  const measures = question.shapes.filter(({ name }) => name !== "count");
  for (const { name } of measures) {
    total += MEASURE / measures.length;
    if (leading(selection).some(({ gives }) => gives.includes(name))) covered += MEASURE / measures.length;
  }
  return total === 0 ? 0 : covered / total;
}

function coverOf(selection: Selection, at: number): number {
  const covers = leading(selection).map((unit) => (unit.isBest ? 1 : BESIDE) * (unit.cover[at] ?? 0));
  return Math.max(0, ...covers);
}

function leading({ best, runs }: Selection): (ScoredUnit & { isBest: boolean })[] {
  const isSteps = best.kind === "item";
  return (runs[0] ?? []).map((unit) => ({ ...unit, isBest: isSteps || unit.index === best.index }));
}
