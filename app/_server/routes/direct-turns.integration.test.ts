import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { resetEnv } from "#lib/core/env.ts";
import { declareDoor, declareOwnServer } from "#lib/core/server-mode.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import type { ErrorReply } from "#testing/rooms/room-client.ts";
import { guardServer } from "../door/guard-server.ts";
import { openStreams } from "../streams/open-streams.ts";
import { directRoute } from "./direct-routes.ts";

const settings = { OPENAI_API_KEY: "test-key", OPENAI_EMBEDDING_MODEL: "test-embedding" };
let model: ModelServer;
let tenant: TestTenant;
let headers: Record<string, string>;
let server: Server;
let url: string;
let streamsBefore: number;

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, settings, { OPENAI_BASE_URL: model.baseUrl });
  resetEnv();
  tenant = await makeTenant();
  const key = await createApiKey(tenant.ctx, { name: "Machine", scopes: ["chat"] });
  headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  server = createServer((asked, response) => {
    const direct = directRoute(asked);
    if (direct) direct(asked, response);
    else response.writeHead(418).end();
  });
  declareOwnServer();
  guardServer(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  declareDoor(false);
  declareOwnServer(false);
  await model.close();
  for (const name of [...Object.keys(settings), "OPENAI_BASE_URL"]) delete process.env[name];
  resetEnv();
});
beforeEach(() => {
  model.reset();
  // Tests of other files, in the same process, may have left some open.
  streamsBefore = openStreams();
});

const question = (message: string) => ({
  id: randomUUID(),
  chatbot: tenant.chatbot.handle,
  message: { id: randomUUID(), role: "user", parts: [{ type: "text", text: message }] },
});
const ask = (body: object) =>
  fetch(`${url}/api/chat`, { method: "POST", headers, body: JSON.stringify(body) });

describe("turns without the framework", () => {
  it("stream an answer, with a visitor's cookie where the visitor is new", async () => {
    model.script({ text: "Four hours." });
    const body = question("How long?");
    const answer = await (await ask(body)).text();
    expect(answer).toContain('"delta":"Four hours."');
    expect(answer.endsWith("data: [DONE]\n\n")).toBe(true);
    expect(openStreams()).toBeLessThanOrEqual(streamsBefore);
    const { authorization: _, ...visitor } = headers;
    const asked = await fetch(`${url}/api/chat?chatbot=${tenant.chatbot.handle}`, {
      method: "POST",
      headers: visitor,
      body: JSON.stringify({ ...question("How long?"), chatbot: tenant.chatbot.handle }),
    });
    expect(asked.headers.getSetCookie()).toHaveLength(1);
    expect(await asked.text()).toContain("[DONE]");
  });

  it("go on without the client that asked, which can resume them", async () => {
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
    model.script({ text: "All of it.", until });
    const body = question("At length, please.");
    const left = new AbortController();
    const first = await fetch(`${url}/api/chat`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal: left.signal,
    });
    await first.body?.getReader().read();
    expect(openStreams()).toBeGreaterThan(streamsBefore);
    left.abort();
    // The model still holds the answer, so the stream ends because its client has left.
    await expect.poll(openStreams).toBeLessThanOrEqual(streamsBefore);
    const resumed = await fetch(`${url}/api/chat/${body.id}/stream?chatbot=${body.chatbot}`, { headers });
    goOn();
    const rest = await resumed.text();
    expect(rest).toContain('"delta":"All of it."');
    expect(rest.endsWith("data: [DONE]\n\n")).toBe(true);
    expect(model.requests.filter(({ path }) => path.endsWith("/responses"))).toHaveLength(1);
  });

  it("answer `/chat-direct` at both of its paths", async () => {
    model.script({ text: "Directly." });
    for (const path of ["/chat-direct", "/api/chat-direct/"]) {
      const body = JSON.stringify({ message: "How?", chatbotId: tenant.chatbot.handle });
      const response = await fetch(`${url}${path}`, { method: "POST", headers, body });
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("Directly.")]);
    }
  });

  it("refuse a body that is too long, misshapen or of the wrong type; the connection stays usable", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (parts: string[], more: Record<string, string> = {}) => {
      const asking = request(`${url}/api/chat`, { method: "POST", agent, headers: { ...headers, ...more } });
      const answered = once(asking, "response") as Promise<[IncomingMessage]>;
      for (const part of parts) asking.write(part);
      asking.end();
      const [response] = await answered;
      const { error } = (await json(response)) as ErrorReply;
      return [response.statusCode, error.code];
    };
    expect(await send(["{"])).toEqual([400, "invalid"]);
    expect(await send([JSON.stringify({ id: 1 })])).toEqual([400, "invalid"]);
    expect(await send(["x".repeat(20_000)], { "content-type": "text/plain" })).toEqual([
      415,
      "unsupported_type",
    ]);
    expect(await send(Array.from({ length: 30 }, () => "x".repeat(10_000)))).toEqual([413, "too_large"]);
    expect(await send(["{}"], { authorization: "Bearer nonsense" })).toEqual([401, "unauthorized"]);
    agent.destroy();
  });

  it("leave other methods to the framework", async () => {
    for (const [method, path] of [
      ["GET", "/api/chat"],
      ["POST", "/api/chat/x/stream"],
      ["POST", "/api/chats"],
      ["DELETE", "/chat-direct"],
    ])
      expect((await fetch(`${url}${path}`, { method })).status).toBe(418);
  });
});
