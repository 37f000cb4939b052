import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { newRequestId } from "#lib/core/ids.ts";
import { log } from "#lib/core/log.ts";
import { declareDoor } from "#lib/core/server-mode.ts";
import { REQUEST_ID_HEADER } from "../http/request-id.ts";
import { allowedMethods, refusalOf } from "./check-request.ts";
import { cleanHeaders } from "./clean-headers.ts";
import { guardUpgrades, type Upgrades } from "./guard-upgrades.ts";
import { refusalFor, refuseSocket, socketRefusals } from "./refuse-socket.ts";
import { replaceFailedResponse } from "./replace-failed-response.ts";
import { setDoorHeaders, writeRefusal } from "./write-refusal.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Wraps the listener of an HTTP server: gives each request an id and each response its headers, and refuses
 * what the framework cannot read. This also covers Next's own server, which has no hook for it.
 */
export function guardServer(server: Server, upgrades: Upgrades = {}): void {
  const handlers = server.listeners("request") as Handler[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (admit(request, response)) for (const handler of handlers) handler.call(server, request, response);
  });
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  guardUpgrades(server, upgrades);
  server.on("connect", (_, socket) => refuseSocket(socket, socketRefusals.connect));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code !== "ECONNRESET" && socket.writable) refuseSocket(socket, refusalFor(error.code));
    else socket.destroy();
  });
  declareDoor();
}

function admit(request: IncomingMessage, response: ServerResponse): boolean {
  const requestId = newRequestId();
  setDoorHeaders(response, requestId);
  if (request.method === "OPTIONS" && request.url === "*") {
    response.setHeader("Allow", allowedMethods);
    response.writeHead(204).end();
    return false;
  }
  const refusal = refusalOf(request);
  if (refusal) {
    if (refusal.status === 405) response.setHeader("Allow", refusal.allow);
    log().info({ requestId, method: request.method, status: refusal.status }, "request refused");
    writeRefusal(response, refusal, requestId);
    return false;
  }
  cleanHeaders(request.headers);
  request.headers[REQUEST_ID_HEADER] = requestId;
  replaceFailedResponse(response, requestId);
  return true;
}
