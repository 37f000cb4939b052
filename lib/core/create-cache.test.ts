import { afterEach, describe, expect, it, vi } from "vitest";
import { createCache } from "./create-cache.ts";
import { metrics } from "./metrics.ts";

describe("createCache", () => {
  afterEach(() => vi.useRealTimers());

  it("counts hits and misses under its name", async () => {
    const lengths = createCache("testing", 1_000, async (key) => key.length);
    expect(await lengths.get("one")).toBe(3);
    expect(await lengths.get("one")).toBe(3);
    expect(await lengths.get("three")).toBe(5);
    lengths.invalidate("one");
    await lengths.get("one");
    const { values } = await metrics().cacheRequests.get();
    const counts = values
      .filter(({ labels }) => labels.cache === "testing")
      .map(({ labels, value }) => [labels.result, value]);
    expect(Object.fromEntries(counts)).toEqual({ hit: 1, miss: 3 });
  });

  it("loads again when the time is over", async () => {
    vi.useFakeTimers();
    const load = vi.fn(async () => null);
    const cache = createCache("testing-ttl", 1_000, load);
    await cache.get("");
    vi.advanceTimersByTime(999);
    await cache.get("");
    expect(load).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(2);
    expect(await cache.get("")).toBeNull();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("shares one load among concurrent calls, with what the first was given", async () => {
    const load = vi.fn(async (key: string, given: number) => `${key}${given}`);
    const cache = createCache("testing-shared", 1_000, load);
    expect(await Promise.all([cache.get("a", 1), cache.get("a", 2)])).toEqual(["a1", "a1"]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it("does not cache failed loads", async () => {
    const load = vi.fn().mockRejectedValueOnce(new Error("unavailable")).mockResolvedValue("loaded");
    const cache = createCache("testing-failed", 1_000, load);
    await expect(cache.get("a")).rejects.toThrow("unavailable");
    expect(await cache.get("a")).toBe("loaded");
  });

  it("does not cache a value that was invalidated while it loaded", async () => {
    const loads = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const cache = createCache(
      "testing-invalidated",
      1_000,
      () => loads.shift()?.promise ?? Promise.resolve("later"),
    );
    const [first, second] = [loads[0], loads[1]];
    const before = cache.get("a");
    cache.invalidate("a");
    const after = cache.get("a");
    first?.resolve("old");
    second?.resolve("new");
    expect([await before, await after, await cache.get("a")]).toEqual(["old", "new", "new"]);
  });

  it("evicts the least recently used entry when it is full", async () => {
    const load = vi.fn(async (key: string) => key);
    const cache = createCache("testing-full", 1_000, load, 2);
    for (const key of ["a", "b", "a", "c", "a", "b"]) await cache.get(key);
    expect(load.mock.calls.flat()).toEqual(["a", "b", "c", "b"]);
  });
});
