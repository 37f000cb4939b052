import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external.js";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as chatDoor from "#app/api/chat/route.ts";
import * as directDoor from "#app/api/chat-direct/route.ts";
import * as listDoor from "#app/api/conversations/route.ts";
import * as searchDoor from "#app/api/v1/knowledge/search/route.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { getUsage } from "#lib/billing/get-usage.ts";
import { updateBudget } from "#lib/billing/update-budget.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { declareOwnServer } from "#lib/core/server-mode.ts";
import { resetKv, useKv } from "#testing/kv/limits-suite.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { PEER_HEADER } from "../http/client-address.ts";
import type { RouteHandler } from "./route-handler.ts";

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
  declareOwnServer();
});
beforeEach(() => useKv({ RATE_LIMIT_SCALE: "0.01" }));
afterAll(async () => {
  declareOwnServer(false);
  await resetKv();
});

describe("rate limits of routes", () => {
  it("admit thirty of a hundred strangers from one address, whatever headers they forge (RAT-01)", async () => {
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
    expect(letIn).toBeLessThan(60);
    expect((await list({ [PEER_HEADER]: "203.0.113.10" })).status).toBe(200);
  });

  it("report how long to wait and the limit", async () => {
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

  it("count a key's turns before its body is read, in the route's own error shape", async () => {
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
    expect(read).toBeLessThan(70);
    const refused = responses.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toBe("1");
    expect(await refused?.json()).toMatchObject({ error: expect.any(String), code: "limited" });
  });

  it("count a signed-in person's turns, each person's apart", async () => {
    const people = [await makePerson(), await makePerson()];
    for (const person of people) await joinWorkspaceAs(tenant.ctx, person, "viewer");
    for (const { token } of people) {
      const ask = () =>
        send(directDoor.POST, "/api/chat-direct", {
          method: "POST",
          headers: {
            cookie: `parley_session=${token}`,
            "content-type": "application/json",
            // Refused after the count, so that no turn runs.
            "idempotency-key": "",
          },
          body: JSON.stringify({ message: "Hello?" }),
        });
      expect(statuses([await ask(), await ask(), await ask()])).toMatchObject({ 400: 1, 429: 2 });
    }
  });

  it("count searches separately from turns", async () => {
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

  it("do not count requests without a valid key", async () => {
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

describe("a client that drops its cookie after each question (RAT-08)", () => {
  /** Next's own request scope, as far as the door has use for it. */
  const inRequest = <T>(work: () => Promise<T>) =>
    workAsyncStorage.run({ afterContext: { after: () => undefined } } as never, () =>
      workUnitAsyncStorage.run({ type: "request" } as never, work),
    );

  async function ask(of: TestTenant, address: string): Promise<Response> {
    const response = await inRequest(() =>
      send(chatDoor.POST, "/api/chat", {
        method: "POST",
        headers: { [PEER_HEADER]: address, "content-type": "application/json" },
        body: JSON.stringify({
          id: crypto.randomUUID(),
          chatbot: of.chatbot.handle,
          message: { id: newId("msg"), role: "user", parts: [{ type: "text", text: "Hello?" }] },
        }),
      }),
    );
    if (response.status !== 200) return response;
    await response.clone().text();
    return response;
  }
  const fifty = (of: TestTenant, addressOf: (index: number) => string) =>
    Promise.all(Array.from({ length: 50 }, (_, index) => ask(of, addressOf(index))));
  const count = (responses: Response[], status: number) =>
    responses.filter((response) => response.status === status).length;
  const turnsOf = async ({ ctx }: TestTenant) =>
    (await asOwner("select 1 from platform.usage_entries where tenant_id = $1", [idToUuid(ctx.tenantId)]))
      .length;

  it("reaches the limit of its address, as a new visitor each time", async () => {
    await useKv({ RATE_LIMIT_SCALE: "0.05" });
    const own = await makeTenant();
    const responses = await fifty(own, () => "203.0.113.30");
    const visitors = responses.flatMap((response) => response.headers.getSetCookie());
    expect(new Set(visitors).size, "each a visitor of its own").toBe(count(responses, 200));
    expect(count(responses, 200) + count(responses, 429)).toBe(50);
    expect(count(responses, 200)).toBeGreaterThanOrEqual(15);
    expect(count(responses, 200)).toBeLessThan(20);
    const refused = responses.find(({ status }) => status === 429);
    expect(refused?.headers.get("ratelimit-policy")).toContain("chat-address");
    expect(await turnsOf(own)).toBe(count(responses, 200));
    expect((await ask(own, "203.0.113.31")).status, "nobody else").toBe(200);
  });

  it("reaches the chatbot's limit from many addresses", async () => {
    await useKv({ RATE_LIMIT_SCALE: "0.02" });
    const [own, other] = [await makeTenant(), await makeTenant()];
    const responses = await fifty(own, (index) => `198.51.100.${index}`);
    expect(count(responses, 200)).toBeGreaterThanOrEqual(24);
    expect(count(responses, 200)).toBeLessThan(40);
    const refused = responses.find(({ status }) => status === 429);
    expect(refused?.headers.get("ratelimit-policy")).toContain("chat-chatbot");
    expect((await ask(other, "198.51.100.1")).status, "another chatbot").toBe(200);
  });

  it("is refused when the URL and the body name different chatbots", async () => {
    const [own, other] = [await makeTenant(), await makeTenant()];
    const response = await send(chatDoor.POST, `/api/chat?chatbot=${other.chatbot.handle}`, {
      method: "POST",
      headers: { [PEER_HEADER]: "203.0.113.50", "content-type": "application/json" },
      body: JSON.stringify({
        id: crypto.randomUUID(),
        chatbot: own.chatbot.handle,
        message: { id: newId("msg"), role: "user", parts: [{ type: "text", text: "Hello?" }] },
      }),
    });
    expect(response.status).toBe(400);
    expect(await turnsOf(own)).toBe(0);
  });

  it("stays within the chatbot's daily budget below every limit, and its owners are notified", async () => {
    await useKv({ RATE_LIMIT_SCALE: "1" });
    const own = await makeTenant();
    const none = { tokens: null, costMicros: null };
    await updateBudget(own.ctx, {
      scope: "chatbot",
      chatbotId: own.chatbot.id,
      period: "day",
      messages: 10,
      ...none,
    });
    const responses = await fifty(own, () => "203.0.113.40");
    expect([count(responses, 200), count(responses, 402)]).toEqual([10, 40]);
    expect(await turnsOf(own)).toBe(10);
    expect((await getUsage(own.ctx)).tenant.day.messages).toBe(10);
    const notices = await asOwner<{ threshold: number }>(
      "select threshold from platform.budget_notices where tenant_id = $1 and scope = 'chatbot'",
      [idToUuid(own.ctx.tenantId)],
    );
    expect(notices).toContainEqual({ threshold: 100 });
  });
});
