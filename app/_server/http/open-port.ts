import { once } from "node:events";
import type { Server } from "node:http";
import { createServer, type Server as Listener, type Socket } from "node:net";

/** A port on which a server accepts connections. */
export type OpenPort = {
  port: number;
  /** Accepts no more connections; resolves when all have ended. */
  close(): Promise<void>;
  closeIdleConnections(): void;
};

/**
 * libuv accepts one connection per listening socket in each pass of the event loop. When a full process needs
 * 10 ms per pass, a single socket accepts 100 a second, and the rest wait in the kernel, where no limit of
 * ours applies and nobody refuses them.
 */
const LISTENERS = 16;
/** Here, sockets that listen on the same port get equal shares of the connections. */
const SHARES_PORT = process.platform === "linux";

/**
 * Opens a server's port, on Linux by several listening sockets.
 * @param port 0 for any free one
 * @throws the error of `listen`, such as `EADDRINUSE`
 */
export async function openPort(
  server: Server,
  { hostname, port }: { hostname: string; port: number },
): Promise<OpenPort> {
  const opened = await listen(server, { host: hostname, port });
  const others = SHARES_PORT ? await shareWith(server, hostname, opened) : [];
  return {
    port: opened,
    async close() {
      await Promise.all([server, ...others].map((one) => new Promise((resolve) => one.close(resolve))));
    },
    closeIdleConnections: () => server.closeIdleConnections(),
  };
}

/** Only sockets that were all opened for it share a port; another process could then open it as well. */
async function shareWith(server: Server, host: string, port: number): Promise<Listener[]> {
  // The first attempt, without sharing, has shown that no other process has the port.
  await new Promise((resolve) => server.close(resolve));
  await listen(server, { host, port, reusePort: true });
  const pass = (socket: Socket) => void server.emit("connection", socket);
  const others = Array.from({ length: LISTENERS - 1 }, () =>
    createServer({ allowHalfOpen: true, noDelay: true }, pass),
  );
  await Promise.all(others.map((other) => listen(other, { host, port, reusePort: true })));
  return others;
}

async function listen(
  server: Server | Listener,
  options: { host: string; port: number; reusePort?: boolean },
): Promise<number> {
  server.listen(options);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : options.port;
}
