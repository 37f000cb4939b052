import { isDraining } from "#lib/core/draining.ts";
import { readInstanceHealth } from "#worker/read-instance-health.ts";
import { publicRoute } from "./public-route.ts";
import type { RouteHandler } from "./route-handler.ts";

/** What runs and whether it answers. 503 if no request can be served. */
export const healthRoute = answerHealth(() => true);

/** For load balancers: 503 also while this process drains. */
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
