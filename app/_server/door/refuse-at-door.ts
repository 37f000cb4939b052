import type { IncomingMessage, ServerResponse } from "node:http";
import type { ParleyError } from "#lib/core/errors.ts";
import { directErrorBody } from "../http/direct-error-body.ts";
import { hasSmallBody } from "../http/has-small-body.ts";
import { toErrorResponse } from "../http/respond.ts";
import { isChatDirect } from "./starts-turn.ts";

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
  if (!hasSmallBody(request)) refusal.headers.set("connection", "close");
  response.writeHead(refusal.status, Object.fromEntries(refusal.headers)).end(await refusal.text());
}
