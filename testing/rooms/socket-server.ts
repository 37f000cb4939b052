import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { guardServer } from "#app/_server/door/guard-server.ts";
import { connectionOptions, limitConnections } from "#app/_server/http/limit-connections.ts";
import { declareDoor, declareOwnServer } from "#lib/core/server-mode.ts";
import { closeSessions } from "#realtime/sessions.ts";
import { socketDoor } from "#realtime/socket-door.ts";

export type SocketServer = { host: string; urlOf(code: string): string; close(): Promise<void> };

/** A server in this process with the door for sockets and no pages. */
export async function startSocketServer(): Promise<SocketServer> {
  const server = createServer(connectionOptions(), (_, response) => response.writeHead(404).end("no page"));
  declareOwnServer();
  guardServer(server, { door: socketDoor() });
  limitConnections(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    urlOf: (code) => `ws://${host}/ws/chat/${code}/`,
    async close() {
      closeSessions();
      await new Promise((resolve) => server.close(resolve));
      declareDoor(false);
      declareOwnServer(false);
    },
  };
}
