import { z } from "zod";
import { defineJob } from "#lib/jobs/define-job.ts";

/** Sends what a workspace has for Slack and may be sent now. */
export const sendToSlackJob = defineJob({
  name: "slack.send-messages",
  payload: z.object({}),
  settings: {
    retries: 10,
    retrySeconds: 15,
    expireSeconds: 300,
    concurrency: 10,
    concurrencyPerTenant: 1,
  },
  load: async () => (await import("./deliveries/send-messages.ts")).handler,
});
