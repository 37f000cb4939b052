import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { loadCitations } from "./queries/conversations.ts";
import type { Citation } from "./schema.ts";
import { storedCitation } from "./stored-citation.ts";

/** Loads the citations of answers, by answer. The caller decides who may read the answers. */
export async function loadAnswerCitations(
  ctx: Context,
  answerIds: Id<"msg">[],
): Promise<Map<Id<"msg">, Citation[]>> {
  const quotes = await loadCitations(ctx, answerIds);
  const byAnswer = Map.groupBy(quotes, ({ messageId }) => messageId);
  return new Map([...byAnswer].map(([id, own]) => [id, own.map(storedCitation)]));
}
