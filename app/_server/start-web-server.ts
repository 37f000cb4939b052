import { createServer, type IncomingMessage, type Server } from "node:http";
import next from "next";
import { watchLoad } from "#lib/limits/starts/watch-load.ts";
import { admitAtDoor } from "./door/admit-at-door.ts";
import { guardServer } from "./door/guard-server.ts";
import { startsTurn } from "./door/starts-turn.ts";
import { PEER_HEADER } from "./http/client-address.ts";
import { connectionOptions, limitConnections } from "./http/limit-connections.ts";
import { REQUEST_ID_HEADER } from "./http/request-id.ts";

type Options = { hostname: string; port: number; isDevelopment: boolean };

/** Serves pages and routes with Next. Resolves when Next is ready; `listen` opens the port. */
export async function startWebServer({
  hostname,
  port,
  isDevelopment,
}: Options): Promise<{ listen(): Promise<Server> }> {
  // Node reads next.config.ts itself; Next would load its compiler for it at every start.
  process.env.__NEXT_NODE_NATIVE_TS_LOADER_ENABLED = "true";
  const app = next({ dev: isDevelopment, hostname, port, dir: process.cwd() });
  const handle = app.getRequestHandler();
  const server = createServer(connectionOptions(), (request, response) => {
    request.headers[PEER_HEADER] = peerOf(request);
    const requestId = String(request.headers[REQUEST_ID_HEADER]);
    const pass = () => void handle(request, response);
    if (startsTurn(request)) void admitAtDoor(request, response, requestId, pass);
    else pass();
  });
  guardServer(server);
  limitConnections(server);
  watchLoad();
  await app.prepare();
  return {
    async listen() {
      await new Promise<void>((resolve, reject) =>
        server.once("error", reject).listen(port, hostname, resolve),
      );
      return server;
    },
  };
}

/** The client's socket address, for the header that only this server writes. */
function peerOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "";
}
