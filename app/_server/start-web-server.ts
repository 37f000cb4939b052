import { createServer } from "node:http";
import next from "next";
import { watchLoad } from "#lib/limits/starts/watch-load.ts";
import { admitAtDoor } from "./door/admit-at-door.ts";
import { guardServer } from "./door/guard-server.ts";
import type { UpgradeDoor } from "./door/guard-upgrades.ts";
import { startsTurn } from "./door/starts-turn.ts";
import { PEER_HEADER } from "./http/client-address.ts";
import { connectionOptions, limitConnections } from "./http/limit-connections.ts";
import { type OpenPort, openPort } from "./http/open-port.ts";
import { REQUEST_ID_HEADER } from "./http/request-id.ts";
import { directRoute } from "./routes/direct-routes.ts";

type Options = { hostname: string; port: number; isDevelopment: boolean; door: UpgradeDoor | null };

/** Serves pages and routes with Next. Resolves when Next is ready; `listen` opens the port. */
export async function startWebServer({
  hostname,
  port,
  isDevelopment,
  door,
}: Options): Promise<{ listen(): Promise<OpenPort> }> {
  // Node reads next.config.ts itself; Next would load its compiler for it at every start.
  process.env.__NEXT_NODE_NATIVE_TS_LOADER_ENABLED = "true";
  // Next listens for upgrades on the server it is given, and would end sockets of paths it knows.
  const upgradesOfNext = createServer();
  const app = next({
    dev: isDevelopment,
    hostname,
    port,
    dir: process.cwd(),
    httpServer: upgradesOfNext,
  });
  const handle = app.getRequestHandler();
  const server = createServer(connectionOptions(), (request, response) => {
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
    const requestId = String(request.headers[REQUEST_ID_HEADER]);
    // In development only Next's own copy of a handler follows changes of the code.
    const direct = isDevelopment ? null : directRoute(request);
    const pass = () => void (direct ?? handle)(request, response);
    if (startsTurn(request)) void admitAtDoor(request, response, requestId, pass);
    else pass();
  });
  // In development Next reloads pages over a socket.
  guardServer(server, { door, others: isDevelopment ? upgradesOfNext : null });
  limitConnections(server);
  watchLoad();
  await app.prepare();
  return { listen: () => openPort(server, { hostname, port }) };
}
