import type { Passage } from "../schema.ts";
import { headingFit } from "./heading-fit.ts";
import type { Question } from "./read-question.ts";
import { type IndexedUnit, weighTerms } from "./weigh-terms.ts";

const MAX_TOPICS = 3;
/** How well a heading must state what is known of the question for its topic to be offered. */
const FLOOR = 0.45;

/** Indexes of the passages whose headings are about what was asked, one per document, the nearest first. */
export function nearTopics(question: Question, units: IndexedUnit[], passages: Passage[]): number[] {
  const known = weighTerms(question, units).filter(({ forms }) => forms.size > 0);
  const best = new Map<string, { index: number; fit: number }>();
  for (const unit of units) {
    const title = passages[unit.passage]?.title ?? "";
    const { fit } = headingFit(question, known, unit);
    if (fit >= FLOOR && fit > (best.get(title)?.fit ?? 0)) best.set(title, { index: unit.passage, fit });
  }
  return [...best.values()]
    .toSorted((one, other) => other.fit - one.fit)
    .slice(0, MAX_TOPICS)
    .map(({ index }) => index);
}
