import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { httpStatus, type ParleyError } from "#lib/core/errors.ts";
import { newRequestId } from "#lib/core/ids.ts";
import { REQUEST_ID_HEADER } from "../http/request-id.ts";
import { closedPolicy, securityHeaders } from "./security-headers.ts";
import { errorBody } from "./write-refusal.ts";

type SocketRefusal = { line: string; code: ParleyError["code"]; message: string };

export const socketRefusals = {
  connect: { line: "405 Method Not Allowed", code: "not_allowed", message: "This server is no proxy." },
  headers: { line: "431 Request Header Fields Too Large", code: "invalid", message: "Headers too large." },
  slow: { line: "408 Request Timeout", code: "invalid", message: "The request took too long." },
  upgrade: { line: "404 Not Found", code: "not_found", message: "There is no socket at this path." },
  unreadable: { line: "400 Bad Request", code: "invalid", message: "This is not a valid HTTP request." },
} satisfies Record<string, SocketRefusal>;

/** By Node's error code for the request. */
export function refusalFor(code: string | undefined): SocketRefusal {
  if (code === "HPE_HEADER_OVERFLOW") return socketRefusals.headers;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? socketRefusals.slow : socketRefusals.unreadable;
}

/** For a request that was not upgraded. */
export function refusalOfUpgrade({ code, message }: ParleyError): SocketRefusal {
  const status = httpStatus(code);
  return { line: `${status} ${STATUS_CODES[status]}`, code, message };
}

/** For what has no response object: upgrades and input that Node could not parse. Closes the connection. */
export function refuseSocket(
  socket: Duplex,
  { line, code, message }: SocketRefusal,
  requestId = newRequestId(),
): void {
  const body = errorBody({ code, message }, requestId);
  const headers = {
    ...securityHeaders,
    "Content-Security-Policy": closedPolicy,
    [REQUEST_ID_HEADER]: requestId,
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${line}`, ...lines, "", body].join("\r\n"));
}
