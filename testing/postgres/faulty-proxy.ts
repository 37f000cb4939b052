import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/**
 * `pass`: transparent. `refuse`: refuses connections. `silent`: accepts everything and never answers.
 * `slow`: answers four seconds later. `wrong`: answers every Redis command with an error.
 */
export type Fault = "pass" | "refuse" | "silent" | "slow" | "wrong";

export type FaultyProxy = { readonly port: number; be(fault: Fault): Promise<void>; close(): Promise<void> };

const SLOW_MS = 4_000;

/** A TCP proxy in front of a server that can be made to fail in the ways servers do. */
export async function startFaultyProxy(target: { host: string; port: number }): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  let fault: Fault = "pass";
  let port = 0;
  let server: Server | null = null;

  const onConnection = (client: Socket) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (data) => {
      if (fault === "silent") return;
      if (fault === "wrong") {
        const commands = data.toString("latin1").match(/^\*\d+\r$/gm)?.length ?? 0;
        client.write("-ERR scripted failure\r\n".repeat(commands));
        return;
      }
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (fault === "silent") return;
      if (fault === "slow") setTimeout(() => client.write(data), SLOW_MS).unref();
      else client.write(data);
    });
  };
  const listen = async () => {
    server = createServer(onConnection);
    await new Promise<void>((resolve, reject) => {
      server?.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    port = (server.address() as AddressInfo).port;
  };
  const unlisten = async () => {
    const closed = new Promise((resolve) => server?.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
    server = null;
  };
  await listen();
  return {
    get port() {
      return port;
    },
    async be(next) {
      fault = next;
      if (next === "refuse" && server) await unlisten();
      if (next !== "refuse" && !server) await listen();
    },
    async close() {
      if (server) await unlisten();
    },
  };
}
