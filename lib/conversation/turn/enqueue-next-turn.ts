import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { type Enqueue, transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { answerQueuedTurnJob } from "./jobs.ts";

/** Enqueues a job for what waits in a conversation; where one is queued already it stays the only one. */
export function enqueueTurn(enqueue: Enqueue, conversationId: Id<"cnv">): Promise<void> {
  return enqueue(answerQueuedTurnJob, { conversationId }, { key: conversationId });
}

/**
 * Calls for the next turn of a conversation after one has ended there. Never throws: what is not called for now is found by
 * the next look for it.
 */
export async function enqueueNextTurn(ctx: Context, conversationId: Id<"cnv">): Promise<void> {
  try {
    await transactionWithJobs(ctx, [answerQueuedTurnJob], (_, enqueue) =>
      enqueueTurn(enqueue, conversationId),
    );
  } catch (error) {
    log().warn({ tenantId: ctx.tenantId, conversationId, ...errorFields(error) }, "next turn not called for");
  }
}
