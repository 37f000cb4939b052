import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { type Enqueue, transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { answerQueuedTurnJob } from "./jobs.ts";

/**
 * Enqueues the job that answers a conversation's next queued turn; at most one is queued per conversation.
 */
export function enqueueTurn(enqueue: Enqueue, conversationId: Id<"cnv">): Promise<void> {
  return enqueue(answerQueuedTurnJob, { conversationId }, { key: conversationId });
}

/**
 * Enqueues the next turn of a conversation after one has ended. Never throws: `requeueStrandedTurns` finds
 * turns that were missed.
 */
export async function enqueueNextTurn(ctx: Context, conversationId: Id<"cnv">): Promise<void> {
  try {
    await transactionWithJobs(ctx, [answerQueuedTurnJob], (_, enqueue) =>
      enqueueTurn(enqueue, conversationId),
    );
  } catch (error) {
    log().warn(
      { tenantId: ctx.tenantId, conversationId, ...errorFields(error) },
      "enqueueing the next turn failed",
    );
  }
}
