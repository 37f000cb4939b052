import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import { httpClient } from "./http-client.ts";
import { isPassing, withRetries } from "./with-retries.ts";

let close: () => void = () => undefined;

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => close());

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

describe("httpClient", () => {
  it("sends the key and keeps a prefix of the address", async () => {
    const seen: (string | undefined)[] = [];
    const base = await serve((request, response) => {
      seen.push(request.url, request.headers.authorization);
      json(response, 200, { documents: [] });
    });
    await httpClient(`${base}/parley/`, "pk_x").listDocuments("src_1");
    expect(seen).toEqual(["/parley/api/v1/knowledge/sources/src_1/documents", "Bearer pk_x"]);
  });

  it("passes on the server's own sentence, which is not worth another try", async () => {
    const base = await serve((_, response) =>
      json(response, 401, { error: { code: "unauthorized", message: "No." } }),
    );
    const error = await failure(httpClient(base, "k").listDocuments("s"));
    expect(error).toMatchObject({ code: "unauthorized", message: "No." });
    expect(isPassing(error)).toBe(false);
  });

  it("takes 503 and a broken connection for passing, and tries again", async () => {
    let calls = 0;
    const base = await serve((request, response) => {
      calls += 1;
      if (calls === 1) json(response, 503, {});
      else if (calls === 2) request.socket.destroy();
      else json(response, 200, { documents: [{ path: "a", contentHash: "h" }] });
    });
    const client = httpClient(base, "k");
    expect(await withRetries(() => client.listDocuments("s"), undefined, [1, 1, 1])).toEqual([
      { path: "a", contentHash: "h" },
    ]);
    expect(calls).toBe(3);
  });

  it("names an address that refuses connections", async () => {
    const base = await serve(() => undefined);
    close();
    const error = await failure(httpClient(base, "k").listDocuments("s"));
    expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("ECONNREFUSED") });
  });

  it("does not carry the key to another address", async () => {
    const base = await serve((_, response) =>
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    );
    expect(await failure(httpClient(base, "k").listDocuments("s"))).toMatchObject({ code: "invalid" });
  });

  it("knows a server that is not Parley", async () => {
    const base = await serve((_, response) => response.writeHead(200).end("<html>"));
    expect(await failure(httpClient(base, "k").listDocuments("s"))).toMatchObject({
      message: expect.stringContaining("not a Parley server"),
    });
  });

  it("takes a document that is gone already for deleted", async () => {
    const base = await serve((_, response) =>
      json(response, 404, { error: { code: "not_found", message: "x" } }),
    );
    await httpClient(base, "k").deleteDocument("s", "a b.md");
  });

  it("reads a turn's chunks past heartbeats, to its end or the loss of it", async () => {
    const base = await serve((request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(': heartbeat\n\ndata: {"type":"text-delta","id":"0","delta":"a"}\n\n');
      if (request.headers.authorization === "Bearer whole") response.end("data: [DONE]\n\n");
      else setTimeout(() => response.destroy(), 20);
    });
    const read = async (key: string) => {
      const types: string[] = [];
      for await (const chunk of httpClient(base, key).ask({ chatbot: "b", question: "q" }))
        types.push(chunk.type);
      return types;
    };
    expect(await read("whole")).toEqual(["text-delta"]);
    expect(await failure(read("cut"))).toMatchObject({ code: "unavailable" });
  });
});

describe("withRetries", () => {
  it("gives up after the last pause and never tries a refusal again", async () => {
    let tries = 0;
    const attempt = (error: Error) => () => {
      tries += 1;
      return Promise.reject(error);
    };
    await failure(withRetries(attempt(new ParleyError("unavailable", "x")), undefined, [1, 1, 1, 1, 1]));
    expect(tries).toBe(6);
    tries = 0;
    await failure(withRetries(attempt(new ParleyError("invalid", "x")), undefined, [1, 1]));
    expect(tries).toBe(1);
  });
});
