import type { SearchResult } from "../schema.ts";

type Evidence = Pick<SearchResult, "coverage" | "vectorScore">;

const COVERAGE_WEIGHT = 0.6;
/** Found on one half of the project's golden questions (decision 005): lenient, a model may still decline. */
export const ANSWERABLE_FROM = 0.36;
const BEST = 3;

/**
 * Whether the best passages hold enough of the question to answer from them at all, by raw scores: the share of the
 * question's word weight that stands in one passage, and the cosine similarity of its best window.
 */
export function isAnswerable(results: Evidence[]): boolean {
  return bestEvidence(results) >= ANSWERABLE_FROM;
}

/** Of the best passages, in order of worth, what the strongest holds of the question: 0 to 1. */
export function bestEvidence(results: Evidence[]): number {
  return Math.max(0, ...results.slice(0, BEST).map(evidence));
}

export function evidence({ coverage, vectorScore }: Evidence): number {
  if (vectorScore === null) return COVERAGE_WEIGHT * coverage;
  return COVERAGE_WEIGHT * coverage + (1 - COVERAGE_WEIGHT) * Math.max(0, vectorScore);
}
