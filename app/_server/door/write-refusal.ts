import type { ServerResponse } from "node:http";
import { REQUEST_ID_HEADER } from "../http/request-id.ts";
import { closedPolicy, securityHeaders } from "./security-headers.ts";

type PublicError = { code: string; message: string };

/** Sets the headers of every response. */
export function setDoorHeaders(response: ServerResponse, requestId: string): void {
  response.setHeader(REQUEST_ID_HEADER, requestId);
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", closedPolicy);
}

/** The shared error shape. */
export function errorBody({ code, message }: PublicError, requestId: string): string {
  return JSON.stringify({ error: { code, message, requestId } });
}

export function writeRefusal(
  response: ServerResponse,
  error: PublicError & { status: number },
  requestId: string,
): void {
  const body = errorBody(error, requestId);
  response.setHeader("Content-Type", "application/json");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Length", Buffer.byteLength(body));
  response.statusCode = error.status;
  response.end(body);
}
