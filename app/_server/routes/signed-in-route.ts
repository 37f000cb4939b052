import { accountCookie } from "../cookies/session-cookies.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import {
  type BodyOptions,
  type RouteHandler,
  type RouteInput,
  routeHandler,
  withBody,
} from "./route-handler.ts";

/** For a caller whom `admit` recognizes by their session cookie. */
export function signedInRoute<B, P>(
  admit: (token: string | null) => Promise<P>,
  options: BodyOptions<B>,
  handle: (person: P, input: RouteInput<B>) => Promise<unknown>,
): RouteHandler {
  return routeHandler({}, async (input) => {
    const { request } = input;
    if (request.method !== "GET") requireSameOrigin(request);
    const person = await admit(accountCookie(request.headers, "session"));
    return handle(person, await withBody(input, options));
  });
}
