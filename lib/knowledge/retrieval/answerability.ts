import type { SearchResult } from "./schema.ts";

type Evidence = Pick<SearchResult, "coverage" | "vectorScore">;

const COVERAGE_WEIGHT = 0.6;
/** Without a similarity, as in a language that the vectors do not know, words say it alone. */
const LONE_COVERAGE_WEIGHT = 0.615;
/** Tuned on half of the golden questions (decision 005). Lenient, since a model can still decline. */
export const ANSWERABLE_FROM = 0.37;
const TOP_RESULTS = 3;

/**
 * Whether the passages hold enough to answer the question, judged by raw scores: the share of the question's
 * word weight in one passage, and the cosine similarity of its best window.
 */
export function isAnswerable(results: Evidence[]): boolean {
  return bestEvidence(results) >= ANSWERABLE_FROM;
}

/** Returns the strongest evidence among the best passages, 0 to 1. Expects them in ranking order. */
export function bestEvidence(results: Evidence[]): number {
  return Math.max(0, ...results.slice(0, TOP_RESULTS).map(evidence));
}

function evidence({ coverage, vectorScore }: Evidence): number {
  if (vectorScore === null) return LONE_COVERAGE_WEIGHT * coverage;
  return COVERAGE_WEIGHT * coverage + (1 - COVERAGE_WEIGHT) * Math.max(0, vectorScore);
}
