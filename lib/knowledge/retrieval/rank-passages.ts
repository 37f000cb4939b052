import { dedupePassages } from "./dedupe-passages.ts";
import { mergeAdjacentPassages } from "./merge-adjacent-passages.ts";
import type { RetrievedPassage } from "./passage.ts";
import { titleSimilarity } from "./title-similarity.ts";

/** What a passage gains whose title or heading the question names and nothing else. Found on the tuning halves. */
const NAMED = 0.25;

/** The order in which passages are worth reading, the best first. */
export function scorePassages(query: string, passages: RetrievedPassage[]): RetrievedPassage[] {
  const shareOf = titleSimilarity(query);
  return passages
    .map((passage) => ({ ...passage, score: passage.score + nameBonus(passage, shareOf) }))
    .sort((one, other) => other.score - one.score);
}

/**
 * The final list from what was found, in order of worth: the same said twice is said once, and of the best `limit`
 * those that follow one another in their document are one passage.
 */
export function rankPassages(query: string, found: RetrievedPassage[], limit: number): RetrievedPassage[] {
  return mergeAdjacentPassages(dedupePassages(scorePassages(query, found), limit));
}

function nameBonus({ title, headingPath }: RetrievedPassage, shareOf: (name: string) => number): number {
  return NAMED * Math.max(...[title, ...headingPath].map(shareOf));
}
