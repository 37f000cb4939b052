import { ParleyError } from "#lib/core/errors.ts";
import { type Deprecation, setDeprecationHeaders } from "../http/deprecation-headers.ts";
import { type ErrorOptions, type RouteHandler, routeHandler } from "./route-handler.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * The exports of a route file. Missing methods answer 405 in the shared error shape, which Next's own 405 has
 * not. With `deprecation`, every response carries the deprecation headers.
 */
export function methods(
  handlers: Partial<Record<Method, RouteHandler>>,
  { deprecation, ...errors }: ErrorOptions & { deprecation?: Deprecation } = {},
): Record<Method, RouteHandler> {
  const allow = METHODS.filter((method) => handlers[method]).join(", ");
  const refuse = routeHandler(errors, async ({ request }) => {
    throw new ParleyError("not_allowed", `${request.method} is not allowed here. Use ${allow}.`, { allow });
  });
  const notAllowed: RouteHandler = async (request, route) => {
    const response = await refuse(request, route);
    response.headers.set("allow", allow);
    return response;
  };
  const withDeprecation = (handler: RouteHandler): RouteHandler =>
    deprecation
      ? async (request, route) => {
          const response = await handler(request, route);
          setDeprecationHeaders(response.headers, deprecation);
          return response;
        }
      : handler;
  const all = METHODS.map((method) => [method, withDeprecation(handlers[method] ?? notAllowed)] as const);
  return Object.fromEntries(all) as Record<Method, RouteHandler>;
}
