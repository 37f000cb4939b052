import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { limitConnections } from "./limit-connections.ts";

/**
 * Limits the connections of servers that Next opens, as `next start` does, from their first request.
 */
export function limitOtherServers(): void {
  subscribe("http.server.request.start", (message) => {
    limitConnections((message as { server: Server }).server);
  });
}
