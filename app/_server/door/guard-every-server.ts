import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { guardServer } from "./guard-server.ts";

/**
 * Guards each HTTP server of this process at its first request: `next start` opens its own, and a host may
 * open another. Node reports a request before the server's listeners receive it.
 */
export function guardEveryServer(): void {
  const guarded = new WeakSet<Server>();
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (guarded.has(server)) return;
    guarded.add(server);
    guardServer(server);
  });
}
