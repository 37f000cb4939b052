import { embeddingModelName, supportsLanguage } from "#lib/ai/embed.ts";
import { embedCounted } from "#lib/ai/embed-counted.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { chargeQuery } from "../retrieval/charge-query.ts";
import { embedQuery } from "../retrieval/embed-query.ts";
import { matchCuratedAnswer } from "../retrieval/match-curated-answer.ts";
import { searchKnowledge } from "../retrieval/search-knowledge.ts";
import { closeness, sharesOf, weighQuestions } from "../retrieval/weigh-questions.ts";
import { prepareCuratedAnswer } from "./prepare-curated-answer.ts";
import type { CuratedAnswer } from "./schema.ts";

export type TriedQuestion = {
  question: string;
  /** What a search finds without the curated answer. */
  before: { isAnswerable: boolean; title: string | null };
  /** Whether the curated answer would come first. */
  isMatched: boolean;
};

type Trial = { chatbotId: Id<"bot">; language: string; curatedAnswer: CuratedAnswer; questions: string[] };

/**
 * Decides of questions whether they would get a curated answer that is not stored yet, by the rule of the
 * search itself. Stores nothing.
 * @throws ParleyError invalid for an answer without readable text; what embedding and budgets refuse
 */
export async function tryCuratedAnswer(ctx: Context, trial: Trial): Promise<TriedQuestion[]> {
  const { chatbotId, language, questions } = trial;
  const { questions: phrasings, answer, windows } = prepareCuratedAnswer(trial.curatedAnswer);
  const lines = phrasings.split("\n");
  const weighed = await weighQuestions(ctx, chatbotId, language, [...lines, ...questions]);
  const held = weighed.slice(0, lines.length);
  const similarityOf = await compareByMeaning(ctx, trial, windows);
  const tried: TriedQuestion[] = [];
  for (const [at, question] of questions.entries()) {
    const asked = weighed[lines.length + at] ?? [];
    const [best] = held
      .map((phrasing) => sharesOf(asked, phrasing))
      .sort((one, other) => closeness(other) - closeness(one));
    const candidate = {
      key: "tried",
      similarity: await similarityOf(question),
      questions: phrasings,
      answer,
    };
    const matched = best && matchCuratedAnswer(question, language, [{ ...candidate, ...best }]);
    const found = await searchKnowledge(ctx, { chatbotId, query: question, language, limit: 1 });
    tried.push({
      question,
      before: { isAnswerable: found.answerable, title: found.results[0]?.title ?? null },
      isMatched: matched != null,
    });
  }
  return tried;
}

/** Returns the similarity of a question with the nearest window; null where words alone decide. */
async function compareByMeaning(
  ctx: Context,
  { chatbotId, language }: Trial,
  windows: string[],
): Promise<(question: string) => Promise<number | null>> {
  const model = embeddingModelName();
  const vectors = await embedCounted(ctx, chatbotId, windows);
  return async (text) => {
    if (!supportsLanguage(model, language, text)) return null;
    const vector = await embedQuery(ctx, text, model, (embed) =>
      chargeQuery(ctx, { chatbotId, model, text, isOfTurn: false }, embed),
    );
    return Math.max(...vectors.map((window) => dot(window, vector)));
  };
}

const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
