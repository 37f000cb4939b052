import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createOpenAI } from "@ai-sdk/openai";
import { afterAll, expect, test, vi } from "vitest";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { trustedFetch } from "./trusted-fetch.ts";

const models: ModelServer = await startModelServer();
let handler: (request: IncomingMessage, response: ServerResponse) => void = () => {};
let connections = 0;
const server = createServer((request, response) => handler(request, response));
server.on("connection", () => connections++);
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(async () => {
  await models.close();
  server.closeAllConnections();
  server.close();
});

const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] }];

test("it carries the OpenAI provider to a local server", async () => {
  const openai = createOpenAI({ baseURL: models.baseUrl, apiKey: "x", fetch: trustedFetch });
  const whole = await openai("gpt-5-mini").doGenerate({ prompt });
  expect(whole.content).toMatchObject([{ text: "Echo: Hi" }]);
});

test("an abort reaches the server in the middle of a stream", async () => {
  models.script({ tokens: 1000, chunkDelayMs: 10 });
  const openai = createOpenAI({ baseURL: models.baseUrl, apiKey: "x", fetch: trustedFetch });
  const abort = new AbortController();
  const { stream } = await openai("gpt-5-mini").doStream({ prompt, abortSignal: abort.signal });
  const reader = stream.getReader();
  for (let count = 0; count < 5; count++) await reader.read();
  abort.abort();
  await expect(
    (async () => {
      while (!(await reader.read()).done);
    })(),
  ).rejects.toMatchObject({ name: "AbortError" });
  await expect.poll(() => models.openRequests()).toBe(0);
  expect(models.requests.at(-1)?.closedBy).toBe("client");
});

test("a redirect is an error and is not followed", async () => {
  const seen = vi.fn();
  handler = (request, response) => {
    seen(request.url);
    response.writeHead(307, { location: "/elsewhere" }).end();
  };
  await expect(trustedFetch(`${base}/a`, { method: "POST", body: "{}" })).rejects.toMatchObject({
    name: "ParleyError",
    code: "unavailable",
  });
  expect(seen.mock.calls).toEqual([["/a"]]);

  const openai = createOpenAI({ baseURL: base, apiKey: "x", fetch: trustedFetch });
  await expect(openai("gpt-5-mini").doGenerate({ prompt })).rejects.toMatchObject({ name: "ParleyError" });
});

test("it takes what fetch takes", async () => {
  handler = async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    response.end(JSON.stringify({ method: request.method, type: request.headers["content-type"], body }));
  };
  const form = new FormData();
  form.set("file", new Blob(["bytes"]), "a.txt");
  const calls: [Parameters<typeof fetch>, object][] = [
    [[new URL(base)], { method: "GET", body: "" }],
    [[base, { method: "POST", body: new TextEncoder().encode("bytes") }], { method: "POST", body: "bytes" }],
    [[new Request(base, { method: "PUT", body: "text" })], { method: "PUT", body: "text" }],
    [
      [base, { method: "POST", body: form }],
      { type: expect.stringContaining("multipart/form-data; boundary=") },
    ],
  ];
  for (const [call, expected] of calls)
    expect(await (await trustedFetch(...call)).json()).toMatchObject(expected);
});

test("connections are kept, and requests to one server never queue behind each other", async () => {
  connections = 0;
  // No request is answered before all twenty have arrived: one queued behind another would wait for ever.
  let waiting: ServerResponse[] = [];
  handler = (_, response) => {
    if (waiting.push(response) < 20) return;
    for (const held of waiting) held.end();
    waiting = [];
  };
  const openedByRound = async () => {
    const before = connections;
    await Promise.all(Array.from({ length: 20 }, async () => (await trustedFetch(base)).text()));
    return connections - before;
  };
  await openedByRound();
  // undici returns a connection to the pool shortly after its response has been read.
  await expect.poll(openedByRound).toBe(0);
});

test("many hundred requests are under way at once", async () => {
  const waiting = new Set<ServerResponse>();
  handler = (_, response) => void waiting.add(response);
  const all = Promise.all(Array.from({ length: 600 }, async () => (await trustedFetch(base)).text()));
  await expect.poll(() => waiting.size).toBe(600);
  for (const response of waiting) response.end();
  await all;
});

test("a proxy in the environment is not asked", async () => {
  vi.stubEnv("http_proxy", "http://127.0.0.1:9");
  handler = (_, response) => response.end("direct");
  expect(await (await trustedFetch(base)).text()).toBe("direct");
  vi.unstubAllEnvs();
});
