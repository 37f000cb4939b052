import { jobRoute } from "#app/_server/routes/job-route.ts";
import { methods } from "#app/_server/routes/methods.ts";
import { cancelTurnJob } from "#lib/conversation/api-jobs/cancel-turn-job.ts";
import { findTurnJob } from "#lib/conversation/api-jobs/find-turn-job.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: jobRoute(async (ctx, { params }) => (await findTurnJob(ctx, params.id ?? ""))?.job),
  DELETE: jobRoute((ctx, { params }) => cancelTurnJob(ctx, params.id ?? "")),
});
