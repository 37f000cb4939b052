import { instructs } from "./answer-kinds.ts";
import { hasDoubt, MENTIONED } from "./has-doubt.ts";
import { namesRow } from "./kind-bonus.ts";
import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";
import type { WeightedTerm } from "./weigh-terms.ts";

/** How sure it is that a quote answers the question: it is said, said with a caveat, or not at all. */
export type Certainty = "sure" | "unsure" | "no";

/** Minimum share of the question that a quote must cover. Tuned on the golden questions. */
const SURE = 0.55;
const UNSURE = 0.4;
/** Used when the search found the passages too weak. */
const DOUBT = 0.1;
/** Less important terms are ignored unless the question has no others. */
const MIN_CONTENT_IMPORTANCE = 0.5;
/** Actions have more synonyms than objects, so a missing action word counts less. */
const ACTION_FACTOR = 0.55;
/** Weight of giving the requested measure, relative to one rare word. */
const MEASURE_WEIGHT = 0.35;
const HEADING_WEIGHT = 0.2;
/** From this score on, passages are worth showing, whatever their sentences say. */
const STRONG_EVIDENCE = 0.5;
const MOST_UNKNOWN = 0.5;
const ANNOUNCED = 0.12;
const SURE_OF_OTHER_FORM = 0.8;

export function judgeQuote(
  question: Question,
  terms: WeightedTerm[],
  unit: ScoredUnit,
  answerable: boolean,
  evidence = 0,
): Certainty {
  if (unit.kind === "row" && namesRow(terms, unit)) return "sure";
  if (terms.some(({ isIdentifier }, at) => isIdentifier && (unit.cover[at] ?? 0) < MENTIONED)) return "no";
  const least: Certainty = evidence >= STRONG_EVIDENCE ? "unsure" : "no";
  if (isAboutElse(terms, unit)) return least;
  const share = shareOf(question, terms, unit) - (answerable ? 0 : DOUBT);
  if (share < UNSURE) return least;
  const isOtherForm =
    (question.shapes.length > 0 && unit.gives.length === 0) ||
    (question.asksSteps && !instructs(terms, unit));
  const isSure =
    answerable && share >= (isOtherForm ? SURE_OF_OTHER_FORM : SURE) && !hasDoubt(question, terms, unit);
  return isSure ? "sure" : "unsure";
}

/** Whether most of what the question is about occurs in no passage: "the capital of France". */
export function isAboutElse(terms: WeightedTerm[], unit: ScoredUnit): boolean {
  const sumOf = (some: WeightedTerm[]) => some.reduce((sum, { weight }) => sum + weight, 0);
  const topics = terms.filter(({ importance, isAction, shape }) => importance >= 1 && !isAction && !shape);
  const unknown = topics.filter(({ forms }) => forms.size === 0);
  return sumOf(unknown) > MOST_UNKNOWN * sumOf(topics) && unit.headingFit < MENTIONED;
}

/** Whether the question has a word of its own, not only fillers and words that everything here holds. */
function hasContent(terms: WeightedTerm[], { common }: ScoredUnit): boolean {
  return terms.some(
    ({ importance, keys }) => importance >= MIN_CONTENT_IMPORTANCE && keys.every((key) => !common.has(key)),
  );
}

/** Share of the question that the unit covers, 0 to 1. */
function shareOf(question: Question, terms: WeightedTerm[], unit: ScoredUnit): number {
  const hasTopic = hasContent(terms, unit);
  let [covered, total] = [0, 0];
  for (const [at, { importance, weight, isAction, forms }] of terms.entries()) {
    if (importance < MIN_CONTENT_IMPORTANCE && (hasTopic || forms.size === 0)) continue;
    const counted = isAction ? ACTION_FACTOR * weight : weight;
    total += counted;
    covered += counted * (unit.cover[at] ?? 0);
  }
  const measures = question.shapes.filter(({ name }) => name !== "count");
  for (const { name } of measures) {
    total += MEASURE_WEIGHT / measures.length;
    if (unit.gives.includes(name)) covered += MEASURE_WEIGHT / measures.length;
  }
  return total === 0
    ? 0
    : Math.min(1, covered / total + HEADING_WEIGHT * unit.headingFit + (unit.announces ? ANNOUNCED : 0));
}
