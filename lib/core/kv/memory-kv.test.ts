import { describe, expect, it } from "vitest";
import { kvContract } from "#testing/kv/kv-contract.ts";
import { memoryKv } from "./memory-kv.ts";
import { tokenBuckets } from "./token-buckets.ts";

kvContract("memory", async () => {
  const kv = memoryKv();
  return [kv, kv];
});

describe("memoryKv", () => {
  it("keeps no more than it may, and of those what was used last", async () => {
    const kv = memoryKv({ maxEntries: 100 });
    for (let i = 0; i < 1_000; i += 1) await kv.set(`key-${i}`, "value", 60_000);
    expect(await kv.get("key-0")).toBeNull();
    expect(await kv.get("key-899")).toBeNull();
    expect(await kv.get("key-900")).toBe("value");
    expect(await kv.get("key-999")).toBe("value");
  });
});

describe("tokenBuckets", () => {
  const limit = { tokens: 10, windowMs: 60_000 };
  const allowed = (buckets: ReturnType<typeof tokenBuckets>, bucket: string) =>
    buckets.take([{ bucket, limit }])[0]?.allowed;

  it("stays within its bounds under a flood of names, which does not empty out who floods (RAT-02)", () => {
    const buckets = tokenBuckets(() => 0, 1_000);
    let passed = 0;
    for (let i = 0; i < 50_000; i += 1) {
      const [, address] = buckets.take([
        { bucket: `visitor-${i}`, limit },
        { bucket: "address", limit },
      ]);
      if (address?.allowed) passed += 1;
    }
    expect(buckets.size).toBeLessThanOrEqual(1_000);
    expect(passed).toBe(10);
  });

  it("is full, not shut, after its clock was set back", () => {
    let now = 10 * 3_600_000;
    const buckets = tokenBuckets(() => now);
    for (let i = 0; i < 10; i += 1) expect(allowed(buckets, "a")).toBe(true);
    expect(allowed(buckets, "a")).toBe(false);
    now -= 3_600_000;
    for (let i = 0; i < 10; i += 1) expect(allowed(buckets, "a")).toBe(true);
    expect(allowed(buckets, "a")).toBe(false);
  });

  it("refunds a token", () => {
    const buckets = tokenBuckets(() => 0);
    for (let i = 0; i < 10; i += 1) allowed(buckets, "a");
    buckets.giveBack([{ bucket: "a", limit }]);
    expect(allowed(buckets, "a")).toBe(true);
    expect(allowed(buckets, "a")).toBe(false);
  });
});
