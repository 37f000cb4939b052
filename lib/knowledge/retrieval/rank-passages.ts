import { collapseDuplicates } from "./dedupe-passages.ts";
import { joinNeighbours } from "./merge-adjacent-passages.ts";
import type { FoundPassage } from "./passage.ts";
import { nameShare } from "./title-similarity.ts";

/** What a passage gains whose title or heading the question names and nothing else. Found on the tuning halves. */
const NAMED = 0.25;

/** The order in which passages are worth reading, the best first. */
export function orderPassages(query: string, passages: FoundPassage[]): FoundPassage[] {
  const shareOf = nameShare(query);
  return passages
    .map((passage) => ({ ...passage, score: passage.score + nameBonus(passage, shareOf) }))
    .sort((one, other) => other.score - one.score);
}

/**
 * The final list from what was found, in order of worth: the same said twice is said once, and of the best `limit`
 * those that follow one another in their document are one passage.
 */
export function arrangePassages(query: string, found: FoundPassage[], limit: number): FoundPassage[] {
  return joinNeighbours(collapseDuplicates(orderPassages(query, found), limit));
}

function nameBonus({ title, headingPath }: FoundPassage, shareOf: (name: string) => number): number {
  return NAMED * Math.max(...[title, ...headingPath].map(shareOf));
}
