import { z } from "zod";
import { type Id, isId } from "#lib/core/ids.ts";
import { defineJob } from "#lib/jobs/define-job.ts";

const idOf = <P extends "bnt" | "usr">(prefix: P) =>
  z.custom<Id<P>>((value) => typeof value === "string" && isId(prefix, value));

/**
 * Emails one person about a budget. One job per person, so that a failed email does not repeat the others.
 */
export const sendBudgetEmailJob = defineJob({
  name: "billing.mail-budget",
  payload: z.object({ noticeId: idOf("bnt"), userId: idOf("usr") }),
  settings: {
    retries: 6,
    retrySeconds: 10,
    expireSeconds: 60,
    concurrency: 2,
    concurrencyPerTenant: 1,
  },
  load: async () => (await import("./send-budget-email.ts")).handler,
});
