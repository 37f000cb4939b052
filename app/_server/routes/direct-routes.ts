import type { IncomingMessage, ServerResponse } from "node:http";
import { errorFields, log } from "#lib/core/log.ts";
import { hasSmallBody } from "../http/has-small-body.ts";
import { headersOf } from "../http/node-headers.ts";
import { requestIdOf } from "../http/request-id.ts";
import { toErrorResponse } from "../http/respond.ts";
import type { RouteHandler } from "./route-handler.ts";

type Loader = () => Promise<RouteHandler>;
type Route = { method: string; path: RegExp; load: Loader };

/** Loaded at the first request, because most processes need few of them. */
const routes: Route[] = [
  {
    method: "POST",
    path: /^\/api\/chat\/?$/,
    load: () => import("#app/api/chat/route.ts").then(({ POST }) => POST),
  },
  {
    method: "GET",
    path: /^\/api\/chat\/(?<conversation>[^/]+)\/stream\/?$/,
    load: () => import("#app/api/chat/[conversation]/stream/route.ts").then(({ GET }) => GET),
  },
  {
    method: "GET",
    path: /^\/api\/conversations\/(?<id>[^/]+)\/events\/?$/,
    load: () => import("#app/api/conversations/[id]/events/route.ts").then(({ GET }) => GET),
  },
  {
    method: "POST",
    path: /^(?:\/api)?\/chat-direct\/?$/,
    load: () => import("#app/chat-direct/route.ts").then(({ POST }) => POST),
  },
  {
    method: "GET",
    path: /^\/api\/chats\/(?<code>[A-Za-z0-9]{1,40})\/events\/?$/,
    load: () => import("#app/api/chats/[code]/events/route.ts").then(({ GET }) => GET),
  },
  {
    method: "POST",
    path: /^\/api\/chats\/(?<code>[A-Za-z0-9]{1,40})\/ticket\/?$/,
    load: () => import("#app/api/chats/[code]/ticket/route.ts").then(({ POST }) => POST),
  },
];

/**
 * The handler of a route whose requests are many or long: an answer, a room's readers. Without Next, an open
 * stream takes 60 kB less memory and a turn less processor time (docs/decisions/039-direct-routes.md).
 * @returns null for all other requests
 */
export function directRoute({ method, url = "" }: IncomingMessage): Direct | null {
  const query = url.indexOf("?");
  const pathname = query < 0 ? url : url.slice(0, query);
  for (const { method: allowed, path, load } of routes) {
    const found = method === allowed && path.exec(pathname);
    if (found) return (request, response) => answerDirectly(request, response, load, { ...found.groups });
  }
  return null;
}

export type Direct = (request: IncomingMessage, response: ServerResponse) => void;

function answerDirectly(
  request: IncomingMessage,
  response: ServerResponse,
  load: Loader,
  params: Record<string, string>,
): void {
  answer(request, response, load, params).catch((error: unknown) => {
    log().warn({ requestId: response.getHeader("x-request-id"), ...errorFields(error) }, "response failed");
    response.destroy();
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  load: () => Promise<RouteHandler>,
  params: Record<string, string>,
): Promise<void> {
  const headers = headersOf(request.headers);
  // The next request on this connection comes after the body, whether or not a handler has read it.
  response.once("finish", () => request.resume());
  const answered = await load()
    .then((handle) => handle(webRequest(request, headers), { params: Promise.resolve(params) }))
    .catch((error: unknown) => {
      const requestId = requestIdOf(headers);
      // The handler answers its own errors: this one could not be loaded.
      log().error({ requestId, ...errorFields(error) }, "route failed");
      return toErrorResponse(error, requestId);
    });
  if (!request.complete && !hasSmallBody(request)) answered.headers.set("connection", "close");
  await send(answered, response);
}

function webRequest(request: IncomingMessage, headers: Headers): Request {
  const { method = "GET", url = "/" } = request;
  const body = method === "POST" ? bodyOf(request) : null;
  const init: RequestInit & { duplex: "half" } = { method, headers, body, duplex: "half" };
  return new Request(new URL(url, "http://localhost"), init);
}

/** Nothing is read before the handler asks for it; Node skips what no handler reads. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  const parts = request.iterator({ destroyOnReturn: false });
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await parts.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Takes the next part only when the client can receive it. */
async function send({ status, headers, body }: Response, response: ServerResponse): Promise<void> {
  response.statusCode = status;
  response.setHeaders(headers);
  const reader = body?.getReader();
  const leave = () => void reader?.cancel().catch(() => undefined);
  if (response.destroyed) return leave();
  response.once("close", leave);
  for (;;) {
    const { done = true, value } = (await reader?.read()) ?? {};
    if (done) break;
    if (!response.write(value)) await isWritable(response);
  }
  response.end();
}

function isWritable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.once("drain", go).once("close", go);
  });
}
