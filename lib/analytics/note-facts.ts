import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { answerEvent, insertFact, questionEvents } from "./queries/events.ts";

/**
 * SQL for the statement that stores a question and for the one that ends its turn: they note it in the same
 * transaction, without a round trip. See `queries/events.ts` for what they expect of the statement.
 */
export const notingQuestion = questionEvents;
export const notingAnswer = answerEvent;

type Place = { chatbotId: Id<"bot">; conversationId: Id<"cnv"> };

/** Notes a rating in the transaction that stores it. Another rating of the answer is another event. */
export async function noteFeedback(
  tx: Context,
  { messageId, rating, ...place }: Place & { messageId: Id<"msg">; rating: string },
): Promise<void> {
  await insertFact(tx, { type: "feedback_given", fact: messageId, at: tx.now(), data: { rating }, ...place });
}

/** Notes that a member answers in place of the chatbot, in the transaction in which they begin to. */
export async function noteTakeover(tx: Context, conversationId: Id<"cnv">): Promise<void> {
  const event = { type: "handoff_taken", fact: conversationId, at: tx.now(), data: {} } as const;
  await insertFact(tx, { ...event, chatbotId: null, conversationId });
}

/** Notes that a member answered a gap, in the transaction that settles it. */
export async function noteAnsweredGap(tx: Context, gapId: Id<"gap">, chatbotId: Id<"bot">): Promise<void> {
  const event = { type: "gap_answered", fact: gapId, at: tx.now(), data: {} } as const;
  await insertFact(tx, { ...event, chatbotId, conversationId: null });
}
