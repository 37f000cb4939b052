import type { Context } from "#lib/context/context.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { listFeedbackRows } from "./queries/feedback.ts";
import type { Feedback, Rating } from "./schema.ts";

export type RatedAnswer = Feedback & { messageId: string; ratedAt: string; question: string; answer: string };
export type FeedbackPage = { answers: RatedAnswer[]; before: string | null };

const PAGE = 50;

/** Lists the rated answers of a chatbot, newest first. `before` is the previous page's cursor. */
export async function listFeedback(
  ctx: Context,
  chatbotId: Id<"bot">,
  input: { rating?: Rating | null; before?: string | null },
): Promise<FeedbackPage> {
  const rows = await listFeedbackRows(ctx, chatbotId, {
    rating: input.rating ?? null,
    before: readCursor(input.before ?? ""),
    limit: PAGE + 1,
  });
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return {
    answers: shown.map((row) => ({ ...row, ratedAt: row.ratedAt.toISOString() })),
    before: last ? `${last.ratedAt.getTime()}.${last.messageId}` : null,
  };
}

/** Returns null, and so the first page, for a cursor that is none. */
function readCursor(cursor: string): { at: Date; messageId: Id<"msg"> } | null {
  const [time, messageId = ""] = cursor.split(".");
  const at = new Date(Number(time));
  return isId("msg", messageId) && !Number.isNaN(at.getTime()) ? { at, messageId } : null;
}
