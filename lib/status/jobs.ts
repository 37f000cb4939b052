import { z } from "zod";
import { defineJob } from "#lib/jobs/define-job.ts";

/** After the longest turn: an answer that was being written meanwhile is stored by then. */
export const FORGET_AGAIN_AFTER_MS = 16 * 60_000;

/** Erases what quoted an erased person or a removed update, even if the process ended meanwhile. */
export const forgetQuotesJob = defineJob({
  name: "status.forget-quotes",
  payload: z.object({
    persons: z.array(z.string()),
    written: z.array(
      z.object({ updateId: z.string(), teamId: z.string(), roundDate: z.string().nullable() }),
    ),
  }),
  settings: { retries: 10, retrySeconds: 15, expireSeconds: 300, concurrency: 4, concurrencyPerTenant: 1 },
  load: async () => (await import("./rounds/forget-quotes.ts")).handler,
});

/** Lets a language model write the digest of a closed round, and posts it. */
export const writeDigestJob = defineJob({
  name: "status.write-digest",
  payload: z.object({ teamId: z.string(), date: z.iso.date() }),
  settings: {
    // What fails is posted without a model by the next run of `keepRounds`.
    retries: 0,
    retrySeconds: 1,
    expireSeconds: 120,
    concurrency: 4,
    concurrencyPerTenant: 2,
    isOneQueuedPerKey: true,
  },
  load: async () => (await import("./rounds/write-digest.ts")).handler,
});
