import { type RouteHandler, type RouteInput, routeHandler } from "./route-handler.ts";

/** Open to anyone, read-only. */
export function publicRoute(handle: (input: RouteInput) => Promise<unknown>): RouteHandler {
  return routeHandler({}, handle);
}
