import type { SearchResult } from "./schema.ts";

type Evidence = Pick<SearchResult, "coverage" | "vectorScore">;

const COVERAGE_WEIGHT = 0.6;
/** Found on one half of the project's golden questions (decision 005): lenient, a model may still decline. */
const ENOUGH = 0.36;

/**
 * Whether the best passages hold enough of the question to answer from them at all, by raw scores: the share of the
 * question's word weight that stands in one passage, and the cosine similarity of its best window.
 */
export function isAnswerable(results: Evidence[]): boolean {
  return results.slice(0, 3).some((result) => evidence(result) >= ENOUGH);
}

function evidence({ coverage, vectorScore }: Evidence): number {
  if (vectorScore === null) return COVERAGE_WEIGHT * coverage;
  return COVERAGE_WEIGHT * coverage + (1 - COVERAGE_WEIGHT) * Math.max(0, vectorScore);
}
