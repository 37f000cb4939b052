import type { IncomingMessage, ServerResponse } from "node:http";
import type { ParleyError } from "#lib/core/errors.ts";
import { directErrorBody } from "../http/direct-error-body.ts";
import { toErrorResponse } from "../http/respond.ts";
import { isChatDirect } from "./starts-turn.ts";

/** For a longer body, the connection is closed rather than the body read. */
const SMALL_BODY_BYTES = 64_000;

/** Refuses a request as its route would, without reading its body. */
export async function refuseAtDoor(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  error: ParleyError,
): Promise<void> {
  if (response.destroyed) return;
  const bodyOf = isChatDirect(request.url) ? directErrorBody : undefined;
  const refusal = toErrorResponse(error, requestId, bodyOf);
  const length = Number(request.headers["content-length"] ?? Number.POSITIVE_INFINITY);
  if (length > SMALL_BODY_BYTES) refusal.headers.set("connection", "close");
  response.writeHead(refusal.status, Object.fromEntries(refusal.headers)).end(await refusal.text());
}
