import { jobRoute, methods } from "#app/_server/route.ts";
import { cancelTurnJob, findTurnJob } from "#lib/conversation/turn-job.ts";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: jobRoute(async (ctx, { params }) => (await findTurnJob(ctx, params.id ?? ""))?.job),
  DELETE: jobRoute((ctx, { params }) => cancelTurnJob(ctx, params.id ?? "")),
});
