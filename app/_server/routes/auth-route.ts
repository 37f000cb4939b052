import { findPerson } from "#lib/auth/admission/admit-person.ts";
import { signDeviceToken } from "#lib/auth/session/device-token.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { sessionOfResponse, setAccountCookie } from "../cookies/session-cookies.ts";
import { toResponse } from "../http/respond.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import { type RouteHandler, routeHandler } from "./route-handler.ts";

const MAX_BYTES = 16_000;

/** next-auth's own routes. Its posts carry a CSRF token; the origin is checked as well. */
export function authRoute(handle: RouteHandler): RouteHandler {
  return (request, route) =>
    routeHandler({}, async ({ requestId }) => {
      if (request.method !== "GET") requireSameOrigin(request);
      const length = Number(request.headers.get("content-length") ?? 0);
      if (length > MAX_BYTES || request.headers.has("transfer-encoding"))
        throw new ParleyError("too_large", `The request body is too large. The limit is ${MAX_BYTES} bytes.`);
      const response = await handle(request, route).catch(asInvalidBody);
      // next-auth's response to an invalid callback URL in a cookie or parameter.
      if (response.status === 500) throw new ParleyError("invalid", "The request can't be read.");
      if (response.status === 400 && !response.headers.get("content-type")?.includes("json"))
        throw new ParleyError("invalid", "Unknown sign-in step.");
      if (response.ok && request.method === "POST") await rememberDevice(request, response);
      return toResponse(response, requestId);
    })(request, route);
}

/** next-auth fails the request with a 500 if the body is not JSON. */
function asInvalidBody(error: unknown): never {
  throw error instanceof SyntaxError
    ? new ParleyError("invalid", "The request body is not valid JSON.")
    : error;
}

/** Attempts from a browser that has signed in before are counted apart from those of strangers. */
async function rememberDevice(request: Request, response: Response): Promise<void> {
  const token = sessionOfResponse(request.headers, response.headers);
  const person = token ? await findPerson(token) : null;
  if (!person) return;
  const device = await signDeviceToken(person.userId);
  response.headers.append("set-cookie", setAccountCookie(request.headers, "device", device));
}
