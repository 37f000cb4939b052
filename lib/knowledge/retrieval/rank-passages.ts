import { answerShapes } from "#lib/ai/builtin/answer-shapes.ts";
import { COMPARISON } from "#lib/ai/builtin/read-question.ts";
import type { AskedWord } from "./asked-word.ts";
import { dedupePassages } from "./dedupe-passages.ts";
import { mergeAdjacentPassages } from "./merge-adjacent-passages.ts";
import type { RetrievedPassage } from "./passage.ts";
import { unitScorer } from "./score-units.ts";
import { titleSimilarity } from "./title-similarity.ts";

/** Bonus for a passage whose title or heading matches the whole question. Tuned on the tuning halves. */
const TITLE_WEIGHT = 0.25;
/** Bonus for a passage with a sentence or row that holds all the question's words. */
const UNIT_WEIGHT = 0.5;

type Question = { query: string; asked: AskedWord[] };

/** Orders passages by score plus title match and best sentence or row, the best first. */
function scorePassages({ query, asked }: Question, passages: RetrievedPassage[]): RetrievedPassage[] {
  const similarityOf = titleSimilarity(query);
  const scoreOf = unitScorer(asked, readWanted(query));
  return passages
    .map((passage) => ({
      ...passage,
      score: passage.score + titleBonus(passage, similarityOf) + UNIT_WEIGHT * scoreOf(passage),
    }))
    .sort((one, other) => other.score - one.score);
}

function readWanted(query: string) {
  const text = query.toLowerCase();
  const shapes = answerShapes.filter(({ asks, isLoose }) => !isLoose && asks.test(text));
  return { comparesNames: COMPARISON.test(text), measures: shapes.map(({ gives }) => gives) };
}

/** Returns the final list: reranked, without repetitions, at most `limit`, with adjacent passages merged. */
export function rankPassages(
  question: Question,
  passages: RetrievedPassage[],
  limit: number,
): RetrievedPassage[] {
  return mergeAdjacentPassages(dedupePassages(scorePassages(question, passages), limit));
}

function titleBonus(
  { title, headingPath }: RetrievedPassage,
  similarityOf: (name: string) => number,
): number {
  return TITLE_WEIGHT * Math.max(...[title, ...headingPath].map(similarityOf));
}
