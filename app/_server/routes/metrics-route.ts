import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { isBearerOf } from "../http/bearer.ts";
import { isFromThisMachine } from "../http/client-address.ts";
import { type RouteHandler, type RouteInput, routeHandler } from "./route-handler.ts";

/**
 * For a metrics collector, by `Authorization: Bearer METRICS_TOKEN`; in development also for this machine
 * without it. Closed in production while it is not set.
 */
export function metricsRoute(handle: (input: RouteInput) => Promise<unknown>): RouteHandler {
  return routeHandler({}, async (input) => {
    const { METRICS_TOKEN, NODE_ENV } = env();
    const isLocal = NODE_ENV !== "production" && isFromThisMachine(input.request.headers);
    if (!isLocal && !isBearerOf(input.request.headers.get("authorization"), METRICS_TOKEN))
      throw new ParleyError(
        "unauthorized",
        "This endpoint is for your metrics collector. Send METRICS_TOKEN as a bearer token.",
      );
    return handle(input);
  });
}
