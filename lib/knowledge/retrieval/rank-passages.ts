import { dedupePassages } from "./dedupe-passages.ts";
import { mergeAdjacentPassages } from "./merge-adjacent-passages.ts";
import type { RetrievedPassage } from "./passage.ts";
import { titleSimilarity } from "./title-similarity.ts";

/** Bonus for a passage whose title or heading matches the whole question. Tuned on the tuning halves. */
const TITLE_WEIGHT = 0.25;

/** Orders passages by score plus title match, the best first. */
function scorePassages(query: string, passages: RetrievedPassage[]): RetrievedPassage[] {
  const similarityOf = titleSimilarity(query);
  return passages
    .map((passage) => ({ ...passage, score: passage.score + titleBonus(passage, similarityOf) }))
    .sort((one, other) => other.score - one.score);
}

/** Returns the final list: reranked, without repetitions, at most `limit`, with adjacent passages merged. */
export function rankPassages(query: string, passages: RetrievedPassage[], limit: number): RetrievedPassage[] {
  return mergeAdjacentPassages(dedupePassages(scorePassages(query, passages), limit));
}

function titleBonus(
  { title, headingPath }: RetrievedPassage,
  similarityOf: (name: string) => number,
): number {
  return TITLE_WEIGHT * Math.max(...[title, ...headingPath].map(similarityOf));
}
