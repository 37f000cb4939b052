import { noteFeedback } from "#lib/analytics/note-facts.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { getConversation } from "./get-conversation.ts";
import { deleteFeedback, isBeingWritten, lockMessage, putFeedback } from "./queries/feedback.ts";
import type { FeedbackRequest } from "./schema.ts";

/**
 * Stores how this person rates one of their answers; a null rating removes the feedback.
 * @throws ParleyError not_found, also for another person's answer; invalid for a question; conflict while the
 * answer is still being written
 */
export async function rateAnswer(
  ctx: Context,
  input: { name: string; messageId: string; feedback: FeedbackRequest },
): Promise<FeedbackRequest> {
  const { id, chatbotId } = await getConversation(ctx, input.name);
  const { messageId, feedback } = input;
  if (!isId("msg", messageId)) throw notFound("message");
  return transaction(ctx, async (tx) => {
    const message = await lockMessage(tx, id, messageId);
    if (!message) throw notFound("message");
    if (message.role !== "assistant") throw new ParleyError("invalid", "Only answers can be rated.");
    if (await isBeingWritten(tx, messageId))
      throw new ParleyError("conflict", "This answer is still being written. Rate it when it has finished.");
    const { rating } = feedback;
    if (rating === null) {
      await deleteFeedback(tx, messageId);
      return { rating, reason: null, text: null };
    }
    if (await putFeedback(tx, { messageId, chatbotId }, { ...feedback, rating }))
      await noteFeedback(tx, { messageId, chatbotId, conversationId: id, rating });
    return feedback;
  });
}
