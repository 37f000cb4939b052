import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";
import type { Selection } from "./select-units.ts";
import type { WeightedTerm } from "./weigh-terms.ts";

/** Minimum share of the question that the quote must cover. Tuned on the golden questions. */
const ENOUGH = 0.47;
/** Used when the question asks for a measure and the quote contains none. */
const ENOUGH_WITHOUT_MEASURE = 0.7;
/** Less important terms are ignored unless the question has no others. */
const MIN_CONTENT_IMPORTANCE = 0.5;
/** Actions have more synonyms than objects, so a missing action word counts less. */
const ACTION_FACTOR = 0.55;
/** Weight of finding the requested measure, relative to one rare word. */
const MEASURE_WEIGHT = 0.35;
/** Sentences next to the best one count less. */
const NEIGHBOR_FACTOR = 0.7;

/** Decides whether the quoted units cover enough of the question to be an answer. */
export function isEnough(question: Question, terms: WeightedTerm[], selection: Selection): boolean {
  if (terms.some(({ isIdentifier }, at) => isIdentifier && coverOf(selection, at) <= 0.28)) return false;
  if (terms.some(({ isAdjective }, at) => isAdjective && coverOf(selection, at) < 0.5)) return false;
  const lacksMeasure =
    question.shapes.length > 0 && leading(selection).every(({ gives }) => gives.length === 0);
  return contentShare(question, terms, selection) >= (lacksMeasure ? ENOUGH_WITHOUT_MEASURE : ENOUGH);
}

function contentShare(question: Question, terms: WeightedTerm[], selection: Selection): number {
  const hasContent = terms.some(({ importance }) => importance >= MIN_CONTENT_IMPORTANCE);
  let [covered, total] = [0, 0];
  for (const [at, { importance, weight, isAction }] of terms.entries()) {
    if (hasContent && importance < MIN_CONTENT_IMPORTANCE) continue;
    const counted = isAction ? ACTION_FACTOR * weight : weight;
    total += counted;
    covered += counted * coverOf(selection, at);
  }
  const measures = question.shapes.filter(({ name }) => name !== "count");
  for (const { name } of measures) {
    total += MEASURE_WEIGHT / measures.length;
    if (leading(selection).some(({ gives }) => gives.includes(name)))
      covered += MEASURE_WEIGHT / measures.length;
  }
  return total === 0 ? 0 : covered / total;
}

function coverOf(selection: Selection, at: number): number {
  const covers = leading(selection).map(
    (unit) => (unit.isBest ? 1 : NEIGHBOR_FACTOR) * (unit.cover[at] ?? 0),
  );
  return Math.max(0, ...covers);
}

function leading({ best, runs }: Selection): (ScoredUnit & { isBest: boolean })[] {
  const isSteps = best.kind === "item";
  return (runs[0] ?? []).map((unit) => ({ ...unit, isBest: isSteps || unit.index === best.index }));
}
