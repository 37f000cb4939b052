import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { metrics } from "../metrics.ts";
import { guardKv } from "./guard-kv.ts";
import type { Kv } from "./kv.ts";
import { memoryKv } from "./memory-kv.ts";

process.env.LOG_LEVEL = "silent";

/** A driver that works, hangs or throws on request, and counts its calls. */
function lab() {
  const memory = memoryKv();
  const control = { mode: "works" as "works" | "hangs" | "throws", asked: 0, renewed: 0 };
  const through =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      control.asked += 1;
      if (control.mode === "hangs") return new Promise<T>(() => {});
      if (control.mode === "throws") throw new Error("READONLY");
      return call(...args);
    };
  const kv: Kv = {
    ...memory,
    get: through(memory.get),
    set: through(memory.set),
    take: through(memory.take),
    publish: through(memory.publish),
    renew: () => {
      control.renewed += 1;
    },
  };
  return { control, kv: guardKv("redis", Promise.resolve(kv)) };
}

const takes = [{ bucket: "a", limit: { tokens: 1_000, windowMs: 60_000 } }];

describe("guardKv", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());
  const passes = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    // After its timer, the guard checks once more for an answer that has arrived but was not read.
    await new Promise((resolve) => setImmediate(resolve));
  };

  it("passes on what it is given", async () => {
    const { kv } = lab();
    await kv.set("key", "value", 1_000);
    expect(await kv.get("key")).toBe("value");
    expect(await kv.take(takes)).toMatchObject([{ allowed: true, remaining: 999 }]);
    expect(await kv.check()).toBe(true);
    await kv.close();
  });

  it("records how long commands to Redis take, and none of those to memory", async () => {
    const count = async () => {
      const { values } = await metrics().redisCommand.get();
      return values.find(({ metricName }) => metricName?.endsWith("_count"))?.value ?? 0;
    };
    const before = await count();
    const inMemory = guardKv("memory", Promise.resolve(memoryKv()));
    await inMemory.get("key");
    expect(await count()).toBe(before);
    const { kv } = lab();
    await kv.get("key");
    expect(await count()).toBe(before + 1);
    await Promise.all([inMemory.close(), kv.close()]);
  });

  it("waits 150 ms for the first, and for no other until a probe was answered", async () => {
    const { kv, control } = lab();
    control.mode = "hangs";
    const first = vi.fn();
    void kv.take(takes).then(first);
    await passes(149);
    expect(first).not.toHaveBeenCalled();
    await passes(1);
    expect(first).toHaveBeenCalledWith(null);
    const { asked } = control;
    expect(await Promise.all([kv.take(takes), kv.get("key"), kv.check()])).toEqual([null, null, false]);
    await kv.set("key", "value", 1_000);
    await kv.publish("channel", "text");
    expect(control.asked).toBe(asked);
    control.mode = "works";
    await passes(250);
    expect(await kv.take(takes)).toMatchObject([{ allowed: true }]);
    await kv.close();
  });

  it("reconnects with growing pauses while it is silent, and not because of errors", async () => {
    const { kv, control } = lab();
    control.mode = "hangs";
    void kv.check();
    for (let i = 0; i < 200; i += 1) await passes(100);
    expect(control.renewed).toBeGreaterThanOrEqual(5);
    expect(control.renewed).toBeLessThanOrEqual(10);
    const { renewed } = control;
    control.mode = "throws";
    for (let i = 0; i < 100; i += 1) await passes(100);
    expect(control.renewed).toBeLessThanOrEqual(renewed + 1);
    expect(await kv.check()).toBe(false);
    control.mode = "works";
    for (let i = 0; i < 50; i += 1) await passes(100);
    expect(await kv.check()).toBe(true);
    await kv.close();
  });

  it("takes an error for no answer, at once", async () => {
    const { kv, control } = lab();
    control.mode = "throws";
    expect(await kv.take(takes)).toBeNull();
    expect(await kv.get("key")).toBeNull();
    await kv.close();
  });

  it("rejects impossible requests, and keeps trusting the server", async () => {
    const { kv } = lab();
    await expect(kv.set("key", "value", -1)).rejects.toThrow(RangeError);
    expect(await kv.check()).toBe(true);
    await kv.close();
  });

  it("does not take a client that is still being loaded for a server that is silent", async () => {
    let loaded = (_: Kv) => {};
    const kv = guardKv("redis", new Promise<Kv>((resolve) => (loaded = resolve)));
    const early = kv.take(takes);
    await passes(150);
    expect(await early).toBeNull();
    loaded(memoryKv());
    expect(await kv.take(takes)).toMatchObject([{ allowed: true }]);
    await kv.close();
  });
});
