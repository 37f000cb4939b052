import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as directDoor from "#app/api/chat-direct/route.ts";
import * as listDoor from "#app/api/conversations/route.ts";
import * as searchDoor from "#app/api/v1/knowledge/search/route.ts";
import { resetKv, useKv } from "#db/testing/limits-suite.ts";
import { makeTenant, type TestTenant } from "#db/testing/tenant.ts";
import { createApiKey } from "#lib/auth/create-api-key.ts";
import { singleton } from "#lib/core/singleton.ts";
import { PEER_HEADER } from "./client-address.ts";
import type { RouteHandler } from "./route.ts";

const ownServer = () => singleton("hasOwnServer", () => ({ value: false }));

let tenant: TestTenant;
let key: string;

async function send(
  handler: RouteHandler,
  path: string,
  init: RequestInit & { headers: Record<string, string> },
) {
  return handler(new Request(`http://parley.test${path}`, init), { params: Promise.resolve({}) });
}

const list = (headers: Record<string, string>) =>
  send(listDoor.GET, `/api/conversations?chatbot=${tenant.chatbot.handle}`, { headers });

const statuses = (responses: Response[]) => {
  const count = (status: number) => responses.filter((response) => response.status === status).length;
  return { 200: count(200), 400: count(400), 429: count(429), all: responses.length };
};

beforeAll(async () => {
  tenant = await makeTenant();
  key = await createApiKey(tenant.ctx, { name: "Machine", scopes: ["chat", "knowledge:read"] });
  ownServer().value = true;
});
beforeEach(() => useKv({ RATE_LIMIT_SCALE: "0.01" }));
afterAll(async () => {
  ownServer().value = false;
  await resetKv();
});

describe("limits at the doors", () => {
  it("let a hundred strangers of one address in thirty times, whatever headers they forge (RAT-01)", async () => {
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, i) => {
        const forged = `198.51.100.${i}`;
        return list({
          [PEER_HEADER]: "203.0.113.9",
          "x-forwarded-for": i % 3 ? forged : `${forged}, 203.0.113.${i}`,
          "x-real-ip": forged,
          forwarded: `for=${forged}`,
          "cf-connecting-ip": forged,
          "true-client-ip": forged,
        });
      }),
    );
    const { 200: letIn, 429: refused } = statuses(responses);
    expect(letIn + refused).toBe(100);
    // A token comes back every two seconds, which a busy machine may take.
    expect(letIn).toBeGreaterThanOrEqual(30);
    expect(letIn).toBeLessThan(35);
    expect((await list({ [PEER_HEADER]: "203.0.113.10" })).status).toBe(200);
  });

  it("tell how long to wait and what the limit is", async () => {
    const headers = { [PEER_HEADER]: "203.0.113.11" };
    const responses = await Promise.all(Array.from({ length: 40 }, () => list(headers)));
    const response = responses.find(({ status }) => status === 429);
    if (!response) throw new Error("nobody was refused");
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(2);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "ratelimit-policy": '"request-address";q=30;w=60',
      ratelimit: `"request-address";r=0;t=${seconds}`,
      "ratelimit-limit": "30",
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(seconds),
    });
    const body = await response.json();
    expect(body).toMatchObject({
      error: {
        code: "limited",
        message: expect.stringContaining("Try again"),
        requestId: expect.any(String),
      },
    });
    expect(JSON.stringify(body)).not.toContain("203.0.113.11");
  });

  it("count a key's turns before its body is read, in that door's own shape", async () => {
    const ask = () =>
      send(directDoor.POST, "/api/chat-direct", {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: "no JSON",
      });
    const responses = await Promise.all(Array.from({ length: 70 }, ask));
    const { 400: read, 429: refusals } = statuses(responses);
    expect(read + refusals).toBe(70);
    expect(read).toBeGreaterThanOrEqual(60);
    expect(read).toBeLessThan(66);
    const refused = responses.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toBe("1");
    expect(await refused?.json()).toMatchObject({ error: expect.any(String), code: "limited" });
  });

  it("count searches apart from turns", async () => {
    const search = () =>
      send(searchDoor.POST, "/api/v1/knowledge/search", {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: "{}",
      });
    expect(statuses(await Promise.all(Array.from({ length: 61 }, search)))).toMatchObject({
      400: 60,
      429: 1,
    });
  });

  it("ask nothing of whoever brings no valid key", async () => {
    const ask = () =>
      send(directDoor.POST, "/api/chat-direct", {
        method: "POST",
        headers: { authorization: "Bearer pk_wrong", "content-type": "application/json" },
        body: "{}",
      });
    const responses = await Promise.all(Array.from({ length: 70 }, ask));
    expect(responses.every(({ status }) => status === 401)).toBe(true);
  });
});
