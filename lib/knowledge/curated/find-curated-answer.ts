import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findCuratedAnswerRow } from "../queries/curated.ts";
import type { CuratedAnswer } from "./schema.ts";

/** Finds a chatbot's curated answer by its key; the newest where several sources have it. */
export async function findCuratedAnswer(
  ctx: Context,
  chatbotId: Id<"bot">,
  key: string,
): Promise<CuratedAnswer | null> {
  const row = await findCuratedAnswerRow(ctx, chatbotId, key);
  if (!row) return null;
  const [question = "", ...phrasings] = row.asked.split("\n");
  return { key, question, phrasings, answer: row.answer };
}
