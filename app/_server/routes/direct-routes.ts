import type { IncomingMessage, ServerResponse } from "node:http";
import { errorFields, log } from "#lib/core/log.ts";
import { headersOf } from "../http/node-headers.ts";
import { requestIdOf } from "../http/request-id.ts";
import { toErrorResponse } from "../http/respond.ts";
import type { RouteHandler } from "./route-handler.ts";

const PATH = /^\/api\/chats\/([A-Za-z0-9]{1,40})\/(events|ticket)\/?(?:\?|$)/;

/** Loaded at the first request, because most processes never need them. */
const handlers = {
  "GET events": () => import("#app/api/chats/[code]/events/route.ts").then(({ GET }) => GET),
  "POST ticket": () => import("#app/api/chats/[code]/ticket/route.ts").then(({ POST }) => POST),
};

/**
 * Answers a request with its route's handler, without Next: a room's readers keep one of these open or all
 * make one at once, and through Next each holds 60 kB and costs twice the time.
 * @returns false for all other requests
 */
export function answerDirectly(request: IncomingMessage, response: ServerResponse): boolean {
  const [, code = "", name] = PATH.exec(request.url ?? "") ?? [];
  const key = `${request.method} ${name}`;
  if (!Object.hasOwn(handlers, key)) return false;
  const load = handlers[key as keyof typeof handlers];
  void answer(request, response, load, { code }).catch((error: unknown) => {
    log().warn({ requestId: response.getHeader("x-request-id"), ...errorFields(error) }, "response failed");
    response.destroy();
  });
  return true;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  load: () => Promise<RouteHandler>,
  params: Record<string, string>,
): Promise<void> {
  const headers = headersOf(request.headers);
  const answered = await load()
    .then((handle) => handle(webRequest(request, headers), { params: Promise.resolve(params) }))
    .catch((error: unknown) => toErrorResponse(error, requestIdOf(headers)));
  await send(answered, response);
}

/** Without a body, which no handler here reads. Node skips what the client sends. */
function webRequest({ method = "GET", url = "/" }: IncomingMessage, headers: Headers): Request {
  return new Request(new URL(url, "http://localhost"), { method, headers });
}

/** Takes the next part only when the client can receive it. */
async function send({ status, headers, body }: Response, response: ServerResponse): Promise<void> {
  for (const [name, value] of headers) response.setHeader(name, value);
  response.statusCode = status;
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
