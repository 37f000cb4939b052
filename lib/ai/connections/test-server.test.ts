import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { guardedFetch } from "#lib/core/guarded-fetch.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { isWithinReach } from "./server-reach.ts";
import { testServer } from "./test-server.ts";

const KEY = "sk-test-0123456789abcdef";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let answer: Answer;
let seen: string[] = [];
const hosts = new Set<string | undefined>();
const server = createServer((request, response) => {
  hosts.add(request.headers.host);
  seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? "none"}`);
  answer(request, response);
});
await once(server.listen(0, "127.0.0.1"), "listening");
const { port } = server.address() as AddressInfo;
const origin = `http://127.0.0.1:${port}`;
const models: ModelServer = await startModelServer();

const fetch = guardedFetch({
  isAllowed: (address) => isWithinReach("loopback", address),
  resolve: async (name) => (name === "inside.example" ? ["10.0.0.1"] : ["127.0.0.1"]),
});
const ask = (baseUrl: string, model?: string, apiKey: string | undefined = KEY, limits = {}) =>
  testServer({ baseUrl, apiKey, fetch }, model, limits);

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
const list = { object: "list", data: [{ id: "small" }, { id: "large" }] };

/** Lists its models, and gives this to every call. */
const calls =
  (call: Answer): Answer =>
  (request, response) =>
    request.method === "GET" ? json(response, 200, list) : call(request, response);

beforeEach(() => {
  seen = [];
  models.reset();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await models.close();
});

describe("a server that works", () => {
  test("is said to, with its models and the time to the first words", async () => {
    const result = await ask(models.baseUrl, "scripted");
    expect(result).toMatchObject({
      isOk: true,
      isStreaming: true,
      models: ["scripted", "scripted-embedding"],
    });
    expect(models.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ]);
  });

  test("only lists its models where none is named", async () => {
    expect(await ask(models.baseUrl)).toMatchObject({ isOk: true, firstMs: null });
    expect(models.requests).toHaveLength(1);
  });

  test("is said not to stream where it sends whole answers", async () => {
    models.script({ isWhole: true });
    expect(await ask(models.baseUrl, "scripted")).toMatchObject({ isOk: true, isStreaming: false });
  });

  test("may think first, list nothing, or list in a form of its own", async () => {
    answer = calls((_, response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end('data: {"choices":[{"delta":{"reasoning":"Hm"}}]}\n\n'),
    );
    expect(await ask(origin, "small")).toMatchObject({ isOk: true, models: ["large", "small"] });
    models.script({});
    answer = (request, response) =>
      request.method === "GET"
        ? json(response, 200, { models: [{ name: "b" }, "a", 7] })
        : response.destroy();
    expect(await ask(origin)).toMatchObject({ models: ["a", "b"] });
  });
});

describe("a server that does not work", () => {
  test("has refused the key, which is not repeated", async () => {
    answer = (_, response) =>
      json(response, 401, { error: { message: `Incorrect API key provided: ${KEY}.` } });
    expect(await ask(origin, "small")).toEqual({
      isOk: false,
      problem: "key_refused",
      said: "Incorrect API key provided: ….",
      models: null,
      suggestedUrl: null,
    });
    expect(seen).toHaveLength(1);
  });

  test("asks for a key where none is given", async () => {
    answer = (_, response) => json(response, 401, { error: "Unauthorized" });
    const result = await testServer({ baseUrl: origin, apiKey: undefined, fetch }, "small");
    expect(result).toMatchObject({ problem: "key_missing", said: "Unauthorized" });
    expect(seen).toEqual(["GET /models none"]);
  });

  test("refuses the key only when it is called", async () => {
    answer = calls((_, response) => json(response, 403, { error: { message: "Key is not active." } }));
    expect(await ask(origin, "small")).toMatchObject({ problem: "key_refused", models: ["large", "small"] });
  });

  test("does not have the model", async () => {
    answer = calls((_, response) =>
      json(response, 404, { error: { message: 'model "gpt-9" not found, try pulling it first' } }),
    );
    expect(await ask(origin, "gpt-9")).toMatchObject({
      problem: "model_not_found",
      said: 'model "gpt-9" not found, try pulling it first',
      models: ["large", "small"],
    });
  });

  test("has its API below /v1", async () => {
    expect(await ask(models.baseUrl.replace(/\/v1$/, ""), "scripted")).toMatchObject({
      problem: "wrong_address",
      suggestedUrl: models.baseUrl,
    });
  });

  test.each<[string, Answer, string]>([
    ["has no API anywhere", (_, response) => json(response, 404, {}), "wrong_address"],
    ["shows a web page", (_, response) => response.end("<!doctype html><p>Hello"), "not_compatible"],
    [
      "sends the caller elsewhere",
      (_, response) => response.writeHead(302, { location: "http://10.0.0.1/" }).end(),
      "wrong_address",
    ],
    [
      "is asked too often",
      calls((_, response) => json(response, 429, { error: { message: "Slow down" } })),
      "busy",
    ],
    [
      "has no credit left",
      calls((_, response) => json(response, 429, { error: { code: "insufficient_quota" } })),
      "quota_used",
    ],
    ["fails", calls((_, response) => json(response, 500, {})), "failed"],
    ["breaks off", calls((_, response) => response.writeHead(200).end()), "not_compatible"],
    ["sends an endless line", calls((_, response) => endless(response)), "not_compatible"],
  ])("%s", async (_, given, problem) => {
    answer = given;
    expect(await ask(origin, "small")).toMatchObject({ isOk: false, problem });
  });

  test("is silent, at either step", async () => {
    answer = () => {};
    expect(await ask(origin, "small", KEY, { listMs: 50 })).toMatchObject({ problem: "slow" });
    answer = calls(
      (_, response) =>
        void response.writeHead(200, { "content-type": "text/event-stream" }).write(": hi\n\n"),
    );
    expect(await ask(origin, "small", KEY, { firstMs: 50 })).toMatchObject({ problem: "slow" });
  });

  test("is not there, or where it must not be", async () => {
    const gone = createServer();
    await once(gone.listen(0, "127.0.0.1"), "listening");
    const { port: closed } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    expect(await ask(`http://127.0.0.1:${closed}`, "small")).toMatchObject({
      problem: "not_reached",
      said: null,
    });
    expect(await ask("http://10.0.0.1:8000", "small")).toMatchObject({ problem: "not_allowed", said: null });
    expect(await ask(`http://inside.example:${port}`, "small")).toMatchObject({ problem: "not_allowed" });
    expect(hosts).not.toContain(`inside.example:${port}`);
  });
});

/** More than one line may hold, and no end. */
function endless(response: ServerResponse) {
  response.writeHead(200, { "content-type": "text/event-stream" }).write("data: ");
  for (let piece = 0; piece < 12; piece += 1) response.write("a".repeat(100_000));
}
