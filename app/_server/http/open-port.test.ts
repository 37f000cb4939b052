import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { type OpenPort, openPort } from "./open-port.ts";

const HERE = "127.0.0.1";
const CALLERS = 64;

const open: OpenPort[] = [];
async function opened(server: Server, port = 0): Promise<OpenPort> {
  const one = await openPort(server, { hostname: HERE, port });
  open.push(one);
  return one;
}

afterEach(async () => {
  await Promise.all(
    open.splice(0).map((one) => {
      const closing = one.close();
      one.closeIdleConnections();
      return closing;
    }),
  );
});

/** Passes of the event loop until the server has accepted all callers. */
async function passesFor(server: Server, port: number): Promise<number> {
  let accepted = 0;
  server.on("connection", () => {
    accepted += 1;
  });
  const callers = Array.from({ length: CALLERS }, () => connect(port, HERE));
  let passes = 0;
  while (accepted < CALLERS) {
    await new Promise(setImmediate);
    passes += 1;
  }
  for (const caller of callers) caller.destroy();
  return passes;
}

describe("openPort", () => {
  it.runIf(process.platform === "linux")("accepts several connections in one pass of the loop", async () => {
    const server = createServer();
    const { port } = await opened(server);
    expect(await passesFor(server, port)).toBeLessThan(CALLERS / 2);
  });

  it("serves requests on whichever socket they arrive", async () => {
    const { port } = await opened(createServer((_request, response) => response.end("here")));
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, async () => (await fetch(`http://${HERE}:${port}`)).text()),
    );
    expect(new Set(answers)).toEqual(new Set(["here"]));
  });

  it("fails if another server has the port", async () => {
    const { port } = await opened(createServer());
    await expect(openPort(createServer(), { hostname: HERE, port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });

  it("closes all its sockets, and waits for the requests on them", async () => {
    const answer: (() => void)[] = [];
    const server = createServer((_request, response) => answer.push(() => response.end("done")));
    const one = await openPort(server, { hostname: HERE, port: 0 });
    const callers = Array.from({ length: CALLERS }, () => connect(one.port, HERE));
    for (const caller of callers) caller.write("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    while (answer.length < CALLERS) await once(server, "request");
    let isClosed = false;
    const closing = one.close().then(() => {
      isClosed = true;
    });
    const late = connect(one.port, HERE);
    expect((await once(late, "error"))[0]).toMatchObject({ code: "ECONNREFUSED" });
    expect(isClosed).toBe(false);
    for (const end of answer) end();
    const answers = await Promise.all(callers.map((caller) => text(caller)));
    expect(answers.filter((one) => !one.endsWith("done"))).toEqual([]);
    await closing;
  });
});
