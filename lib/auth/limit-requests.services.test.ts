import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Fault, type FaultyProxy, startFaultyProxy } from "#db/testing/faulty-proxy.ts";
import {
  ask,
  countLetIn,
  forgetLocally,
  type KvSettings,
  keyOf,
  limitsSuite,
  newAddress,
  resetKv,
  useKv,
} from "#db/testing/limits-suite.ts";
import { makeTenant, type TestTenant } from "#db/testing/tenant.ts";
import { startUpstashFront, type UpstashFront } from "#db/testing/upstash-front.ts";
import { newId } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { sealOperator } from "#lib/core/seal.ts";
import { limitAttempts } from "./limit-attempts.ts";

const redisUrl = process.env.TEST_REDIS_URL ?? "";
const MOST_MS = 300;

let front: UpstashFront;
beforeAll(async () => {
  front = await startUpstashFront(redisUrl);
});
afterAll(() => front.close());

const rest = () => ({ UPSTASH_REDIS_REST_URL: front.url, UPSTASH_REDIS_REST_TOKEN: front.token });
limitsSuite("redis", () => ({ REDIS_URL: redisUrl }));
limitsSuite("upstash", rest);

/** The time of the slowest, and how many were let in. */
async function measure(times: number, request: Parameters<typeof countLetIn>[1], between?: () => void) {
  let worst = 0;
  let letIn = 0;
  for (let i = 0; i < times; i += 1) {
    between?.();
    const started = performance.now();
    if ((await ask(request(i))) === null) letIn += 1;
    worst = Math.max(worst, performance.now() - started);
  }
  return { worst, letIn };
}

function outage(
  driver: string,
  faults: Fault[],
  through: (port: number) => KvSettings,
  target: () => URL,
): void {
  describe.each(faults)(`${driver} that is: %s (RAT-03, invariant 13)`, (fault) => {
    let proxy: FaultyProxy;
    let tenant: TestTenant;
    beforeAll(async () => {
      const { hostname: host, port } = target();
      proxy = await startFaultyProxy({ host, port: Number(port) });
      tenant = await makeTenant();
    });
    afterAll(async () => {
      await resetKv();
      await proxy.close();
    });
    beforeEach(async () => {
      await proxy.be("pass");
      await useKv(through(proxy.port));
      expect(await kv().check()).toBe(true);
    });

    it("decides within 300 ms, and after the first at once", async () => {
      await proxy.be(fault);
      const ctx = keyOf(tenant.ctx.tenantId);
      const first = await measure(1, () => ({ ctx }));
      expect(first.worst).toBeLessThan(MOST_MS);
      expect(await kv().check()).toBe(false);
      const started = performance.now();
      await countLetIn(40, () => ({ ctx }));
      expect(performance.now() - started).toBeLessThan(MOST_MS);
    });

    it("keeps the limits on what costs, in all processes together, and those of sign-in", async () => {
      await proxy.be(fault);
      await kv().check();
      const address = newAddress();
      // Each request as in a process of its own, which has counted nothing: only Postgres knows.
      const { letIn, worst } = await measure(40, () => ({ ctx: tenant.visitor(), address }), forgetLocally);
      expect(letIn).toBeGreaterThanOrEqual(15);
      expect(letIn).toBeLessThanOrEqual(25);
      expect(worst).toBeLessThan(MOST_MS);
      const at = await Promise.allSettled(
        Array.from({ length: 12 }, () => limitAttempts(sealOperator(), "account", address)),
      );
      expect(at.filter(({ status }) => status === "rejected").length).toBeGreaterThanOrEqual(6);
    });

    it("keeps the other limits on, by each process for itself", async () => {
      await proxy.be(fault);
      await kv().check();
      const ctx = tenant.visitor();
      const letIn = await countLetIn(100, () => ({ ctx, name: "request" }));
      expect(letIn).toBe(60);
    });

    it("does not begin from nothing when it goes, nor when it comes back", async () => {
      const ctx = tenant.visitor();
      expect(await countLetIn(10, () => ({ ctx }))).toBe(3);
      await proxy.be(fault);
      expect(await countLetIn(10, () => ({ ctx }))).toBe(0);
      await kv().check();
      await proxy.be("pass");
      await vi.waitFor(async () => expect(await kv().check()).toBe(true), { timeout: 15_000, interval: 50 });
      forgetLocally();
      expect(await countLetIn(10, () => ({ ctx }))).toBeLessThanOrEqual(1);
    }, 30_000);
  });
}

outage(
  "a Redis",
  ["refuse", "silent", "slow", "wrong"],
  (port) => ({ REDIS_URL: `redis://127.0.0.1:${port}` }),
  () => new URL(redisUrl),
);
outage(
  "an Upstash",
  ["refuse", "silent", "slow"],
  (port) => ({ ...rest(), UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}` }),
  () => new URL(front.url),
);

describe("an Upstash that answers 500 (RAT-03)", () => {
  afterAll(async () => {
    front.failWith(null);
    await resetKv();
  });

  it("decides within 300 ms and keeps its limits", async () => {
    const tenant = await makeTenant();
    await useKv(rest());
    front.failWith(500);
    const address = newAddress();
    const { letIn, worst } = await measure(40, () => ({ ctx: tenant.visitor(), address }), forgetLocally);
    expect(worst).toBeLessThan(MOST_MS);
    expect(letIn).toBeGreaterThanOrEqual(15);
    expect(letIn).toBeLessThanOrEqual(25);
  });
});

describe("Postgres in Redis' place", () => {
  afterAll(resetKv);

  it("puts back what a refused request had taken of other limits", async () => {
    const tenant = await makeTenant();
    await useKv({ REDIS_URL: "redis://127.0.0.1:1" });
    await kv().check();
    const chatbotId = newId("bot");
    const address = newAddress();
    for (let i = 0; i < 60; i += 1) {
      forgetLocally();
      await ask({ ctx: tenant.visitor(), address, chatbotId });
    }
    await sleep(200);
    const letIn = await countLetIn(60, () => ({ ctx: tenant.visitor(), chatbotId }), forgetLocally);
    expect(letIn).toBeGreaterThanOrEqual(40);
    expect(letIn).toBeLessThanOrEqual(55);
  });

  it("counts exactly, however many ask at once", async () => {
    const tenant = await makeTenant();
    await useKv({ REDIS_URL: "redis://127.0.0.1:1" });
    await kv().check();
    const ctx = tenant.visitor();
    for (let round = 0; round < 5; round += 1) {
      await countLetIn(8, () => ({ ctx }), forgetLocally);
    }
    forgetLocally();
    expect(await ask({ ctx })).toMatchObject({ limit: "chat-visitor" });
  });
});
