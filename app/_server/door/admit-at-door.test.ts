import { once } from "node:events";
import { createServer, type RequestListener, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import { log } from "#lib/core/log.ts";
import { rememberRefusal } from "#lib/limits/recent-refusals.ts";
import { rememberFullQueue, rememberTenant } from "#lib/limits/starts/known-tenants.ts";
import { startSlots } from "#lib/limits/starts/start-slots.ts";
import { admitAtDoor } from "./admit-at-door.ts";
import { credentialName } from "./caller-name.ts";

log().level = "silent";
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server with the door in front of `behind`. `passed` holds the ids of admitted requests. */
async function openServer(behind: RequestListener = (_, response) => void response.end("passed")) {
  const passed: string[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const id = `door-test-${closing.length}-${count}`;
    void admitAtDoor(request, response, id, () => {
      passed.push(id);
      behind(request, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  return { passed, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Sends a request with a body that never ends. */
async function ask(url: string, headers: Record<string, string> = {}) {
  const asking = send(url, { method: "POST", headers: { "transfer-encoding": "chunked", ...headers } });
  asking.on("error", () => undefined);
  closing.push(() => asking.destroy());
  asking.write('{"message":');
  const [response] = await once(asking, "response");
  const body = await text(response);
  return { asking, status: response.statusCode as number, headers: response.headers, body };
}

/** Holds slots of a tenant beyond any limit. */
async function fillSlots(tenant: string): Promise<void> {
  const slots = startSlots();
  const ids = Array.from({ length: slots.limit }, (_, i) => `fill-${tenant}-${i}`);
  for (const id of ids) {
    await slots.enter(id, tenant);
    slots.keep(id);
  }
  closing.push(() => {
    for (const id of ids) slots.end(id);
  });
}

describe("the door", () => {
  it("refuses without reading the body when the process has no slot, and says when to try again", async () => {
    const { passed, url } = await openServer();
    await fillSlots("client/unknown");
    const { status, headers, body } = await ask(`${url}/api/chat`);
    expect(status).toBe(503);
    expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(2);
    expect(headers.connection).toBe("close");
    expect(JSON.parse(body)).toMatchObject({
      error: {
        code: "unavailable",
        details: { reason: "overloaded", retryAfter: Number(headers["retry-after"]) },
      },
    });
    expect(passed).toEqual([]);
  });

  it("answers a refusal of /chat-direct in that path's shape", async () => {
    const { url } = await openServer();
    await fillSlots("client/unknown");
    const { status, body } = await ask(`${url}/chat-direct`);
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ error: expect.any(String), code: "unavailable" });
  });

  it("passes on another tenant's request when one tenant has taken all slots", async () => {
    const { url } = await openServer();
    rememberTenant(credentialName("Bearer quiet"), "ten_quiet" as never);
    await fillSlots("client/unknown");
    expect(await ask(`${url}/api/chat`, { authorization: "Bearer quiet" })).toMatchObject({ status: 200 });
  });

  it("counts unknown callers by their address, whatever key they send", async () => {
    const { url } = await openServer();
    await fillSlots("client/unknown");
    expect(await ask(`${url}/api/chat`, { authorization: "Bearer made-up" })).toMatchObject({ status: 503 });
  });

  it("repeats a remembered refusal to the same key and to no other", async () => {
    const { passed, url } = await openServer();
    const error = new ParleyError("budget_exceeded", "Used up.", { scope: "tenant" });
    rememberRefusal(credentialName("Bearer spent"), error, 60_000);
    const { status, body } = await ask(`${url}/api/chat`, { authorization: "Bearer spent" });
    expect(status).toBe(402);
    expect(JSON.parse(body)).toMatchObject({ error: { code: "budget_exceeded", message: "Used up." } });
    expect(passed).toEqual([]);
    expect(await ask(`${url}/api/chat`, { authorization: "Bearer other" })).toMatchObject({ status: 200 });
  });

  describe("when a tenant's turns would wait too long in the queue", () => {
    const headers = { authorization: "Bearer queued" };
    // It is remembered for a second, however long the test takes.
    beforeEach(() => {
      const stopped = vi.spyOn(Date, "now").mockReturnValue(Date.now());
      return () => stopped.mockRestore();
    });

    const openBusy = async (dispatch: "queued" | "auto") => {
      rememberTenant(credentialName("Bearer queued"), "ten_queued" as never);
      rememberFullQueue("ten_queued" as never, dispatch);
      return (await openServer()).url;
    };

    it("refuses those that would be queued", async () => {
      const url = await openBusy("queued");
      const { status, body } = await ask(`${url}/api/chat`, headers);
      expect(status).toBe(503);
      expect(JSON.parse(body)).toMatchObject({ error: { details: { reason: "overloaded" } } });
      expect(startSlots().starting).toBe(0);
    });

    it.each([
      ["whose answer is read later", "/api/jobs", {}],
      ["whose answer is read later, by the header", "/api/chat", { prefer: "respond-async" }],
      ["that are never queued", "/chat-direct", {}],
    ])("passes on those %s", async (_, path, more) => {
      const url = await openBusy("queued");
      expect(await ask(url + path, { ...headers, ...more })).toMatchObject({ status: 200 });
    });

    it("passes on those that this process may answer", async () => {
      const url = await openBusy("auto");
      expect(await ask(`${url}/api/chat`, headers)).toMatchObject({ status: 200 });
    });
  });

  it("returns the slot of a request that ends before its handler runs", async () => {
    const { url } = await openServer();
    await ask(`${url}/api/chat`);
    await expect.poll(() => startSlots().starting).toBe(0);
  });
});
