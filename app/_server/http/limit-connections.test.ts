import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { connectionOptions, limitConnections } from "./limit-connections.ts";
import { limitOtherServers } from "./limit-other-servers.ts";

const limits = {
  headersMs: 150,
  bodyIntervalMs: 100,
  bodyIntervalBytes: 1_000,
  // Longer than a test may take, so that it cannot end a slow request in the place of the other limits.
  requestMs: 3_600_000,
  idleMs: 300,
  checkMs: 20,
};

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(handle: RequestListener): Promise<void> {
  server = createServer(connectionOptions(limits), handle);
  limitConnections(server, limits);
  await once(server.listen(0, "127.0.0.1"), "listening");
}

const open = () => connect((server.address() as AddressInfo).port, "127.0.0.1").on("error", () => undefined);

/** What the server sends until it closes the connection. */
async function ending(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (data) => {
    text += data;
  });
  // Not `once`, which rejects where the connection is reset.
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

/** Sends a text again and again, as long as the other side listens. */
function drip(socket: Socket, text: string, everyMs: number): void {
  const timer = setInterval(() => socket.writable && socket.write(text), everyMs);
  socket.once("close", () => clearInterval(timer));
}

/** Blocks this process, so that the server's next check is due before it can read. */
const stall = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const count: RequestListener = (request, response) => {
  let bytes = 0;
  request.on("data", (part) => {
    bytes += part.length;
  });
  request.once("end", () => response.end(String(bytes)));
};
const post = (length: number) => `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`;

describe("limitConnections (RAT-10)", () => {
  it("ends a connection that never sends anything", async () => {
    await serve(count);
    await ending(open());
  });

  it("adds no listeners to a connection that carries many requests", async () => {
    const listeners: number[] = [];
    await serve((request, response) => {
      listeners.push(request.socket.listenerCount("close"));
      count(request, response);
    });
    const socket = open();
    for (let i = 0; i < 5; i += 1) {
      socket.write(`${post(2)}ab`);
      await once(socket, "data");
    }
    expect(new Set(listeners).size).toBe(1);
  });

  it("ends a connection whose headers come byte by byte", async () => {
    await serve(count);
    const socket = open();
    socket.write("GET / HTTP/1.1\r\nhost: a\r\nx-slow: ");
    drip(socket, "a", 10);
    expect(await ending(socket)).toContain("408 Request Timeout");
  });

  it.each([
    ["says how long it is", post(1_000_000), "a"],
    ["comes in chunks", "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\na\r\n"],
  ])("ends a body that comes byte by byte and %s", async (_, head, piece) => {
    await serve(count);
    const socket = open();
    socket.write(head);
    drip(socket, piece, 10);
    expect(await ending(socket)).toContain("408 Request Timeout");
  });

  it("ends a slow body that nobody reads anymore", async () => {
    await serve((_, response) => response.end("refused"));
    const socket = open();
    socket.write(post(1_000_000));
    drip(socket, "a", 10);
    expect(await ending(socket)).toContain("refused");
  });

  it("accepts a body that takes many intervals at a fair rate", async () => {
    await serve(count);
    const socket = open();
    const [piece, pieces] = ["a".repeat(1_000), 40];
    socket.write(post(piece.length * pieces));
    let sent = 0;
    const timer = setInterval(() => {
      socket.write(piece);
      sent += 1;
      if (sent === pieces) clearInterval(timer);
    }, 10);
    const [data] = await once(socket, "data");
    expect(String(data)).toContain("40000");
  });

  it("waits for a body that the server is not ready to read", async () => {
    let isReady = () => {};
    await serve(async (request, response) => {
      await new Promise<void>((resolve) => {
        isReady = resolve;
      });
      count(request, response);
    });
    const socket = open();
    socket.write(post(2_000_000) + "a".repeat(2_000_000));
    let checks = 0;
    const timer = setInterval(() => {
      checks += 1;
      if (checks !== 6) return;
      isReady();
      stall(limits.bodyIntervalMs * 2);
    }, limits.bodyIntervalMs);
    const [data] = await once(socket, "data");
    clearInterval(timer);
    expect(String(data)).toContain("2000000");
  });

  it("ends a connection that is idle after a request", async () => {
    await serve((_, response) => response.end("ok"));
    const socket = open();
    socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    expect(await ending(socket)).toContain("200 OK");
  });

  it("ends a connection whose client has stopped reading", async () => {
    const closed = Promise.withResolvers<void>();
    await serve((request, response) => {
      request.socket.once("close", () => closed.resolve());
      response.write("a".repeat(30_000_000));
    });
    const socket = open();
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    await closed.promise;
    socket.destroy();
  });

  it("limits a server created elsewhere from its first request", async () => {
    limitOtherServers();
    server = createServer((_, response) => response.end("ok"));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { headersTimeout } = server;
    const socket = open();
    socket.write("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    await ending(socket);
    expect(headersTimeout).toBeGreaterThan(15_000);
    expect(server).toMatchObject({ headersTimeout: 15_000, keepAliveTimeout: 60_000, timeout: 60_000 });
  });

  it("leaves a WebSocket to its own server", async () => {
    await serve(count);
    const upgraded = Promise.withResolvers<Socket>();
    server.on("upgrade", (_, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n");
      upgraded.resolve(socket as Socket);
    });
    const socket = open();
    socket.write("GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: test\r\n\r\n");
    const other = (await upgraded.promise).on("error", () => undefined);
    let isOver = false;
    other.once("timeout", () => {
      isOver = true;
    });
    await expect.poll(() => isOver, { timeout: 5_000 }).toBe(true);
    other.write("still here");
    const [data] = await once(socket, "data");
    expect(String(data)).toContain("101");
    await expect.poll(() => socket.destroyed).toBe(false);
    socket.destroy();
  });

  it("keeps a connection while the server works on the response", async () => {
    await serve((_, response) => {
      let heartbeats = 0;
      const timer = setInterval(() => {
        heartbeats += 1;
        if (heartbeats < 3) return;
        clearInterval(timer);
        response.end("late");
      }, limits.idleMs);
    });
    const socket = open();
    socket.write("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    expect(await ending(socket)).toContain("late");
  });
});
