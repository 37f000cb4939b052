import { methods } from "#app/_server/routes/methods.ts";
import { operatorRoute } from "#app/_server/routes/operator-route.ts";
import { cancelJob } from "#lib/jobs/cancel-job.ts";
import { crons } from "#worker/cron-jobs.ts";
import { jobs } from "#worker/registry.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  /** Cancels a queued or running job. */
  POST: operatorRoute({}, async (_, { params }) => {
    await cancelJob({ jobs, crons }, params.queue ?? "", params.id ?? "");
    return { ok: true };
  }),
});
