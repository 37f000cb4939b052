import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { withoutAuthorTags } from "#lib/prompt/author-tags.ts";
import { countGaps, listGapRows } from "../queries/gaps.ts";

export type OpenGap = { id: string; text: string; questions: number };

/** The gaps of a chatbot that left most people without an answer, as they were grouped last. */
export async function listOpenGaps(
  ctx: Context,
  chatbotId: Id<"bot">,
  limit: number,
): Promise<{ gaps: OpenGap[]; count: number }> {
  const [rows, counts] = await Promise.all([
    listGapRows(ctx, chatbotId, "open", { offset: 0, limit }),
    countGaps(ctx, chatbotId),
  ]);
  const gaps = rows.flatMap(({ id, text, questions }) =>
    text ? [{ id, text: withoutAuthorTags(text), questions }] : [],
  );
  return { gaps, count: counts.open };
}
