import type { z } from "zod";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { inSpan, startSpan } from "#lib/core/trace.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";
import { clientAddressOf } from "../http/client-address.ts";
import { clientLabel } from "../http/client-label.ts";
import { readBytes, readJson } from "../http/read-body.ts";
import { requestIdOf } from "../http/request-id.ts";
import { type ErrorBody, toErrorResponse, toResponse } from "../http/respond.ts";
import { routePattern } from "../http/route-pattern.ts";

const DEFAULT_MAX_BYTES = 256_000;

type Params = Record<string, string>;
type RouteContext = { params: Promise<Record<string, string | string[]>> };
export type RouteHandler = (request: Request, route: RouteContext) => Promise<Response>;

/** For paths with an error shape and a log message of their own. */
export type ErrorOptions = { errorBody?: ErrorBody; failure?: string };
/**
 * What the body is: JSON that matches a schema, or raw bytes. `anyType`: JSON whatever the content type says,
 * for callers with a key, whom no browser can be made to imitate.
 */
export type BodyOptions<B> = ErrorOptions & {
  body?: z.ZodType<B> | "bytes";
  maxBytes?: number;
  anyType?: boolean;
};
export type RouteInput<B = undefined> = {
  request: Request;
  requestId: string;
  params: Params;
  query: URLSearchParams;
  body: B;
};

/** Adds what every route does: respond, translate errors, record one log line, metric and span. */
export function routeHandler(
  options: ErrorOptions,
  handle: (input: RouteInput) => Promise<unknown>,
): RouteHandler {
  return async (request, { params }) => {
    const requestId = requestIdOf(request.headers);
    const started = performance.now();
    const span = startSpan("request", { link: request.headers.get("traceparent") });
    const { method } = request;
    const { pathname: path, searchParams: query } = new URL(request.url);
    let response: Response;
    const slots = startSlots();
    slots.accept(requestId);
    try {
      const input = { request, requestId, params: joinParts(await params), query, body: undefined };
      response = toResponse(await inSpan(span, () => handle(input)), requestId);
    } catch (error) {
      response = toErrorResponse(error, requestId, options.errorBody);
      if (response.status === 500)
        log().error({ requestId, ...errorFields(error) }, options.failure ?? "request failed");
    } finally {
      slots.leave(requestId);
    }
    const { status } = response;
    const latency = performance.now() - started;
    const route = routePattern(path, await params);
    metrics().httpRequest.observe(
      { method, route, status: `${Math.floor(status / 100)}xx` },
      latency / 1_000,
    );
    span.set({
      "http.request.method": method,
      "http.route": route,
      "http.response.status_code": status,
      "parley.request.id": requestId,
    });
    span.end(status >= 500 ? String(status) : undefined);
    const client = clientLabel(clientAddressOf(request.headers), new Date());
    log().info({ requestId, method, path, status, client, latency: Math.round(latency) }, "request");
    return response;
  };
}

/**
 * Adds the body to an input. Called after admission, so that strangers cannot make the server read. A request
 * without a body is accepted if the schema accepts undefined.
 */
export async function withBody<B>(
  input: RouteInput,
  { body, maxBytes = DEFAULT_MAX_BYTES, anyType }: BodyOptions<B>,
): Promise<RouteInput<B>> {
  if (body === undefined) return input as RouteInput<B>;
  if (body !== "bytes" && !input.request.body && body.safeParse(undefined).success)
    return { ...input, body: undefined as B };
  if (body === "bytes") return { ...input, body: (await readBytes(input.request, maxBytes)) as B };
  return { ...input, body: body.parse(await readJson(input.request, maxBytes, anyType)) };
}

/** The path's parameters, those of a catch-all joined. Next passes undefined if a path has none. */
function joinParts(params: Record<string, string | string[]> | undefined): Params {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [name, [value].flat().join("/")]),
  );
}
