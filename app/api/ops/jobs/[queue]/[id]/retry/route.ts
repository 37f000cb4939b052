import { methods } from "#app/_server/routes/methods.ts";
import { operatorRoute } from "#app/_server/routes/operator-route.ts";
import { retryJob } from "#lib/jobs/retry-job.ts";
import { crons } from "#worker/cron-jobs.ts";
import { jobs } from "#worker/registry.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Retries a job that has failed permanently. */
  POST: operatorRoute({}, async (_, { params }) => {
    await retryJob({ jobs, crons }, params.queue ?? "", params.id ?? "");
    return { ok: true };
  }),
});
