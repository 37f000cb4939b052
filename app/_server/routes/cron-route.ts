import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { isBearerOf } from "../http/bearer.ts";
import { type RouteHandler, type RouteInput, routeHandler } from "./route-handler.ts";

/** For the host's scheduler, by `Authorization: Bearer CRON_SECRET`. Closed while that is not set. */
export function cronRoute(handle: (input: RouteInput) => Promise<unknown>): RouteHandler {
  return routeHandler({}, async (input) => {
    if (!isBearerOf(input.request.headers.get("authorization"), env().CRON_SECRET))
      throw new ParleyError(
        "unauthorized",
        "This endpoint is for the scheduler. Send CRON_SECRET as a bearer token.",
      );
    return handle(input);
  });
}
