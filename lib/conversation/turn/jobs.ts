import { z } from "zod";
import { type Id, isId } from "#lib/core/ids.ts";
import { defineJob } from "#lib/jobs/define-job.ts";

/**
 * Answers the first turn that waits in a conversation. At most one of them is queued a conversation: whoever ends a turn
 * calls for the next, so those behind it hold no worker up. A model is waited for most of the time, so many run at once.
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
