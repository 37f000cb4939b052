import type { ServerResponse } from "node:http";
import { takePageFailure } from "./failed-pages.ts";
import { unavailablePage } from "./unavailable-page.ts";
import { errorBody } from "./write-refusal.ts";

type Substitute = { status: number; type: string; body: string };

const failed = {
  code: "internal",
  message: "Something went wrong on our side. Try again. If it keeps happening, report the request ID.",
};
const unreadable = { code: "invalid", message: "The headers of this request can't be read." };

/**
 * Replaces what Next sends on failure: a bare 500 with the shared error shape, and a page that failed because
 * the database is unavailable with a 503 page that says so.
 */
export function replaceFailedResponse(response: ServerResponse, requestId: string): void {
  const own = {
    writeHead: response.writeHead,
    flushHeaders: response.flushHeaders,
    write: response.write,
    end: response.end,
  };
  let isDecided = false;
  let isReplaced = false;

  /** Runs before the first byte, whichever method sends it. */
  const decide = (status: number) => {
    if (isDecided) return;
    isDecided = true;
    const substitute = response.headersSent ? null : substituteFor(response, status, requestId);
    if (!substitute) return;
    isReplaced = true;
    for (const name of ["Transfer-Encoding", "Content-Encoding", "ETag"]) response.removeHeader(name);
    response.setHeader("Content-Type", substitute.type);
    response.setHeader("Content-Length", Buffer.byteLength(substitute.body));
    response.setHeader("Cache-Control", "no-store");
    if (substitute.status === 503) response.setHeader("Retry-After", "5");
    own.writeHead.call(response, substitute.status);
    own.end.call(response, response.req.method === "HEAD" ? "" : substitute.body, "utf8");
  };

  Object.assign(response, {
    writeHead(...head: Parameters<typeof own.writeHead>) {
      decide(head[0]);
      return isReplaced ? response : own.writeHead.apply(response, head);
    },
    flushHeaders() {
      decide(response.statusCode);
      if (!isReplaced) own.flushHeaders.call(response);
    },
    write(...chunk: Parameters<typeof own.write>) {
      decide(response.statusCode);
      return isReplaced ? true : own.write.apply(response, chunk);
    },
    end(...chunk: Parameters<typeof own.end>) {
      decide(response.statusCode);
      return isReplaced ? response : own.end.apply(response, chunk);
    },
  });
}

function substituteFor(response: ServerResponse, status: number, requestId: string): Substitute | null {
  const failure = takePageFailure(requestId);
  if (status !== 500) return null;
  const type = String(response.getHeader("content-type") ?? "text/plain");
  switch (failure) {
    case "unavailable": {
      const nonce = /'nonce-([^']+)'/.exec(String(response.getHeader("content-security-policy")))?.[1];
      return { status: 503, type: "text/html; charset=utf-8", body: unavailablePage({ requestId, nonce }) };
    }
    case "invalid":
      return { status: 400, type: "application/json", body: errorBody(unreadable, requestId) };
    case null:
      return type.startsWith("text/plain")
        ? { status, type: "application/json", body: errorBody(failed, requestId) }
        : null;
    default:
      return failure satisfies never;
  }
}
