import { z } from "zod";
import { type Id, isId } from "#lib/core/ids.ts";
import { defineJob } from "#lib/jobs/define-job.ts";

/**
 * Answers the first queued turn of a conversation. At most one job is queued per conversation: each turn's
 * end enqueues the next, so that waiting turns do not block workers. Turns mostly wait for a model, hence the
 * high concurrency.
 */
export const answerQueuedTurnJob = defineJob({
  name: "conversation.answer-waiting",
  payload: z.object({
    conversationId: z.custom<Id<"cnv">>((value) => typeof value === "string" && isId("cnv", value)),
  }),
  settings: {
    retries: 4,
    retrySeconds: 1,
    expireSeconds: 900,
    concurrency: 40,
    concurrencyPerTenant: 30,
    isOneQueuedPerKey: true,
  },
  load: async () => (await import("./answer-queued-turn.ts")).handler,
});
