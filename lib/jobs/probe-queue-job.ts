import { z } from "zod";
import { defineJob } from "./define-job.ts";

/** Does nothing: `probeQueue` measures how long a worker takes to pick it up and finish it. */
export const probeQueueJob = defineJob({
  name: "jobs.probe",
  payload: z.object({}),
  settings: { retries: 0, retrySeconds: 1, expireSeconds: 60, concurrency: 4, concurrencyPerTenant: 2 },
  load: async () => ({
    run: async () => undefined,
    giveUp: async () => undefined,
  }),
});
