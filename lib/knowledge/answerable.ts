import type { SearchResult } from "./schema.ts";

type Evidence = Pick<SearchResult, "coverage" | "vectorScore">;

/**
 * Thresholds on raw scores, found on the project's golden questions (decision 005). Coverage is the share of the
 * question's word weight that stands in one passage; similarity is the cosine of the local sentence model.
 */
const COVERAGE_ALONE = 0.55;
const COVERAGE_WITH_SIMILARITY = 0.34;
const SIMILARITY = 0.42;

/** Whether the best passages hold enough of the question to answer from them at all. */
export function isAnswerable(results: Evidence[]): boolean {
  return results
    .slice(0, 3)
    .some(
      ({ coverage, vectorScore }) =>
        coverage >= COVERAGE_ALONE ||
        (coverage >= COVERAGE_WITH_SIMILARITY && (vectorScore ?? 0) >= SIMILARITY),
    );
}
