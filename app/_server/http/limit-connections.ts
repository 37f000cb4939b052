import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { refuseSocket, socketRefusals } from "../door/refuse-socket.ts";

export type ConnectionLimits = {
  /** From the connection, or the end of the last request, to the end of a request's headers. */
  headersMs: number;
  /** A body must deliver at least this many bytes per interval, and end within this time. */
  bodyIntervalMs: number;
  bodyIntervalBytes: number;
  requestMs: number;
  /** A socket between two requests, or one whose client has stopped reading the response. */
  idleMs: number;
  /** How often Node checks for connections past their header or request timeout. */
  checkMs: number;
};

const standard: ConnectionLimits = {
  headersMs: 15_000,
  bodyIntervalMs: 10_000,
  bodyIntervalBytes: 5_000,
  requestMs: 900_000,
  idleMs: 60_000,
  checkMs: 1_000,
};

/** Options of `createServer` for `limitConnections`. On other servers, Node checks every 30 seconds. */
export const connectionOptions = ({ checkMs }: ConnectionLimits = standard): ServerOptions => ({
  connectionsCheckingInterval: checkMs,
});

const limited = new WeakSet<Server>();

/**
 * Ends silent or slow connections, which cost a client nothing and could use up all sockets of a process.
 * Does not end a connection whose response takes long to compute. Safe to call again for the same server.
 */
export function limitConnections(server: Server, limits: ConnectionLimits = standard): void {
  if (limited.has(server)) return;
  limited.add(server);
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = limits.idleMs;
  server.timeout = limits.idleMs;
  /** A WebSocket has neither: its own server ends it. */
  const [answering, idle] = [new WeakMap<Socket, ServerResponse>(), new WeakSet<Socket>()];
  server.on("request", (request, response) => {
    const { socket } = request;
    idle.delete(socket);
    answering.set(socket, response);
    response.once("close", () => {
      if (answering.get(socket) !== response) return;
      answering.delete(socket);
      idle.add(socket);
    });
    watchBody(request, response, limits);
  });
  // Node calls this after a period without progress in either direction.
  server.on("timeout", (socket) => {
    const hasStoppedReading = answering.has(socket) && socket.writableLength > 0;
    if (hasStoppedReading || idle.has(socket)) socket.destroy();
  });
}

/** While the server is not reading, the client cannot be slow. */
function watchBody(
  request: IncomingMessage,
  response: ServerResponse,
  { bodyIntervalMs, bodyIntervalBytes }: ConnectionLimits,
): void {
  const { socket } = request;
  let before = socket.bytesRead;
  let wasServerBusy = false;
  const check = () => {
    if (request.complete || socket.destroyed) return clearInterval(timer);
    const isServerBusy = request.readableLength >= request.readableHighWaterMark;
    const brought = socket.bytesRead - before;
    before = socket.bytesRead;
    // The client could send only in part of an interval that began with a busy server.
    const isSlow = !isServerBusy && !wasServerBusy && brought < bodyIntervalBytes;
    wasServerBusy = isServerBusy;
    if (!isSlow) return;
    clearInterval(timer);
    if (!response.headersSent) refuseSocket(socket, socketRefusals.slow);
    socket.destroySoon();
  };
  // After a stall of the process, timers run before the bytes that arrived meanwhile are read.
  const timer = setInterval(() => setImmediate(check), bodyIntervalMs);
  timer.unref();
  // Not on the socket, which stays open for other requests.
  request.once("close", () => clearInterval(timer));
  request.once("end", () => clearInterval(timer));
}
