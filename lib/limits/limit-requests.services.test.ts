import { execFile } from "node:child_process";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { expectTokens } from "#testing/kv/expect-tokens.ts";
import {
  ask,
  countLetIn,
  forgetLocally,
  type KvSettings,
  keyOf,
  limitsSuite,
  newAddress,
  perMinute,
  resetKv,
  untilItAnswers,
  useKv,
} from "#testing/kv/limits-suite.ts";
import { type Fault, type FaultyProxy, startFaultyProxy } from "#testing/postgres/faulty-proxy.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { startUpstashFront, type UpstashFront } from "#testing/redis/upstash-front.ts";
import { limitAttempts } from "./limit-attempts.ts";

const redisUrl = process.env.TEST_REDIS_URL ?? "";
/** The longest that a request may wait for a Redis that is away, and far less than its faults last. */
const MOST_MS = 2_000;

let front: UpstashFront;
beforeAll(async () => {
  front = await startUpstashFront(redisUrl);
});
afterAll(() => front.close());

const rest = () => ({ UPSTASH_REDIS_REST_URL: front.url, UPSTASH_REDIS_REST_TOKEN: front.token });
limitsSuite("redis", () => ({ REDIS_URL: redisUrl }));
limitsSuite("upstash", rest);

/**
 * Returns the longest and the median time, minus the time this process waited for the CPU, and how many
 * requests were admitted.
 */
async function measure(requests: number, request: Parameters<typeof countLetIn>[1], between?: () => void) {
  const times: number[] = [];
  let letIn = 0;
  for (let i = 0; i < requests; i += 1) {
    between?.();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const started = performance.now();
    if ((await ask(request(i))) === null) letIn += 1;
    const took = performance.now() - started;
    delay.disable();
    times.push(took - Math.max(0, delay.max / 1e6 - 10));
  }
  times.sort((a, b) => a - b);
  return { worst: times.at(-1) ?? 0, median: times[times.length >> 1] ?? 0, letIn };
}

function outage(
  driver: string,
  faults: Fault[],
  through: (port: number) => KvSettings,
  target: () => URL,
): void {
  // On a busy machine Postgres may not get enough CPU to answer in time.
  describe.each(faults)(`${driver} that is: %s (RAT-03, invariant 13)`, { retry: 2 }, (fault) => {
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
      await untilItAnswers();
    });

    it("decides soon, and after the first at once", async () => {
      await proxy.be(fault);
      const ctx = keyOf(tenant.ctx.tenantId);
      const first = await measure(1, () => ({ ctx }));
      expect(first.worst).toBeLessThan(MOST_MS);
      expect(await kv().check()).toBe(false);
      const next = await measure(40, () => ({ ctx }));
      expect(next.median).toBeLessThan(100);
    });

    it("keeps the limits on what costs, in all processes together, and those of sign-in", async () => {
      await proxy.be(fault);
      await kv().check();
      const address = newAddress();
      // Each request acts as a separate process that has counted nothing: only Postgres knows.
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
      await expectTokens(perMinute(60), () => countLetIn(100, () => ({ ctx, name: "request" })));
    });

    it("does not begin from nothing when it goes, nor when it comes back", async () => {
      const ctx = tenant.visitor();
      expect(await countLetIn(10, () => ({ ctx }))).toBe(3);
      await proxy.be(fault);
      expect(await countLetIn(10, () => ({ ctx }))).toBe(0);
      await kv().check();
      await proxy.be("pass");
      await untilItAnswers();
      forgetLocally();
      expect(await countLetIn(10, () => ({ ctx }))).toBeLessThanOrEqual(1);
    });
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

describe("an Upstash that answers 500 (RAT-03)", { retry: 2 }, () => {
  afterAll(async () => {
    front.failWith(null);
    await resetKv();
  });

  it("decides soon and keeps its limits", async () => {
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

describe("two processes", () => {
  const letIn = async (settings: KvSettings) => {
    const { ctx } = await makeTenant();
    await useKv(settings);
    const args = ["testing/kv/limits-process.ts", ctx.tenantId, newAddress(), "25"];
    const runs = [0, 1].map(() => promisify(execFile)(process.execPath, args, { env: process.env }));
    return (await Promise.all(runs)).map(({ stdout }) => Number(stdout));
  };
  afterAll(resetKv);

  it.each([
    ["with Redis", () => ({ REDIS_URL: redisUrl })],
    ["with Upstash", rest],
    ["with a Redis that is not there, by Postgres", () => ({ REDIS_URL: "redis://127.0.0.1:1" })],
  ])("let in together what one may: %s", async (_, settings) => {
    const counts = await letIn(settings());
    const together = counts.reduce((sum, count) => sum + count, 0);
    expect(together, counts.join(" + ")).toBeGreaterThanOrEqual(15);
    // Each process alone would admit as many. Some tokens refill during the test: one in four seconds.
    expect(together, counts.join(" + ")).toBeLessThan(20);
  });
});
