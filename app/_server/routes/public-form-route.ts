import type { OperatorContext } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

/** Open to anyone on this site's own pages, for requests that change something. */
export function publicFormRoute<B = undefined>(
  options: BodyOptions<B>,
  handle: (operator: OperatorContext, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return routeHandler({}, async (input) => {
    requireSameOrigin(input.request);
    return handle(sealOperator(), await withBody(input, options));
  });
}
