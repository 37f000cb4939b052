import { findTurnJob } from "#lib/conversation/api-jobs/find-turn-job.ts";
import { type HandleOwned, ownedRoute } from "./owned-route.ts";
import type { RouteHandler } from "./route-handler.ts";

/** For the caller who asked for the job in the path, while its chatbot is open to them. */
export function jobRoute(handle: HandleOwned<undefined>): RouteHandler {
  return ownedRoute("job", findTurnJob, {}, handle);
}
