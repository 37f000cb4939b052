import { z } from "zod";
import { defineJob } from "#lib/jobs/define-job.ts";

const settings = {
  retries: 1,
  retrySeconds: 1,
  expireSeconds: 60,
  concurrency: 100,
  concurrencyPerTenant: 100,
};
const payload = z.object({ number: z.number() });

/** Counted where it is done. */
export const countJob = defineJob({
  name: "bench.count",
  payload,
  settings,
  load: async () => ({
    async run() {
      counted.count += 1;
    },
    async giveUp() {},
  }),
});

/** Tells its parent at what time it was begun. */
export const tellJob = defineJob({
  name: "bench.tell",
  payload,
  settings,
  load: async () => ({
    async run(_ctx, { number }) {
      process.send?.({ number, at: Date.now() });
    },
    async giveUp() {},
  }),
});

export const counted = { count: 0 };
