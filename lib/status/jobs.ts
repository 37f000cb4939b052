import { z } from "zod";
import { defineJob } from "#lib/jobs/define-job.ts";

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
