import { isDraining } from "#lib/core/draining.ts";
import { readInstanceHealth } from "#worker/read-instance-health.ts";
import { publicRoute } from "./public-route.ts";
import type { RouteHandler } from "./route-handler.ts";

/** What runs and whether it answers. 503 where no request can be served. */
export const healthRoute = answerHealth(() => true);

/** The same for whoever hands out requests: 503 also while this process takes no more of them. */
export const readyRoute = answerHealth(() => !isDraining());

function answerHealth(takesRequests: () => boolean): RouteHandler {
  return publicRoute(async () => {
    const health = await readInstanceHealth();
    const isReady = health.status !== "down" && takesRequests();
    return Response.json(health, {
      status: isReady ? 200 : 503,
      headers: { "cache-control": "no-store", ...(isReady ? {} : { "retry-after": "5" }) },
    });
  });
}
