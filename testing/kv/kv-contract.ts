import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Kv, Limit, Take } from "#lib/core/kv/kv.ts";
import { expectTokens } from "./expect-tokens.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const odd = [
  "",
  "OK",
  "null",
  "12",
  '{"a":[1,"b"]}',
  '"quoted"',
  "two\nlines\r\n",
  "nul\0and ünï 🜁",
  "a,b,c",
  "x".repeat(60_000),
];

/** The contract of every driver. `open` returns two clients, as two processes would have. */
export function kvContract(name: string, open: () => Promise<[Kv, Kv]>): void {
  describe(`kv: ${name}`, () => {
    let kv: Kv;
    let other: Kv;
    const fresh = () => randomBytes(8).toString("hex");
    const take = async (from: Kv, bucket: string, limit: Limit) => {
      const [taken] = await from.take([{ bucket, limit }]);
      if (!taken) throw new Error("no answer");
      return taken;
    };
    const countAllowed = async (times: number, bucket: string, limit: Limit) => {
      const asked = Array.from({ length: times }, (_, i) => take(i % 2 ? kv : other, bucket, limit));
      return (await Promise.all(asked)).filter(({ allowed }) => allowed).length;
    };

    beforeAll(async () => {
      [kv, other] = await open();
    });
    afterAll(async () => {
      await kv.close();
      await other.close();
    });

    it("returns what was set, in every process, and nothing for unset names", async () => {
      const key = fresh();
      expect(await kv.get(key)).toBeNull();
      for (const value of odd) {
        await kv.set(key, value, MINUTE);
        expect(await other.get(key)).toBe(value);
      }
    });

    it("keeps names apart that hold signs of patterns and paths", async () => {
      const base = fresh();
      const names = [
        `${base}:a`,
        `${base}:*`,
        `${base}:a:b`,
        `${base}:a/b`,
        `${base} a`,
        `${base}?`,
        `${base}{a}`,
      ];
      for (const key of names) await kv.set(key, key, MINUTE);
      for (const key of names) expect(await kv.get(key)).toBe(key);
    });

    it("forgets when the time is over, counted from the last set", async () => {
      const [short, renewed] = [fresh(), fresh()];
      await kv.set(short, "a", 150);
      await kv.set(renewed, "a", 150);
      await kv.set(renewed, "b", MINUTE);
      await sleep(300);
      expect(await other.get(short)).toBeNull();
      expect(await other.get(renewed)).toBe("b");
    });

    it("refuses what has no end, no name or no measure", async () => {
      for (const ttl of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 8 * 24 * HOUR])
        await expect(kv.set("key", "value", ttl)).rejects.toThrow(RangeError);
      await expect(kv.set("", "value", 1_000)).rejects.toThrow(RangeError);
      await expect(kv.get("k".repeat(201))).rejects.toThrow(RangeError);
      await expect(kv.set("key", "x".repeat(64_001), 1_000)).rejects.toThrow(RangeError);
      await expect(kv.publish("channel", "x".repeat(64_001))).rejects.toThrow(RangeError);
      await expect(kv.take([{ bucket: "", limit: { tokens: 1, windowMs: 1_000 } }])).rejects.toThrow(
        RangeError,
      );
    });

    it("gives as many tokens as a bucket holds, counts down, and says how long to wait", async () => {
      const bucket = fresh();
      const limit = { tokens: 5, windowMs: MINUTE };
      for (const remaining of [4, 3, 2, 1, 0])
        expect(await take(kv, bucket, limit)).toEqual({ allowed: true, remaining, retryAfterMs: 0 });
      const refused = await take(other, bucket, limit);
      expect(refused).toMatchObject({ allowed: false, remaining: 0 });
      expect(refused.retryAfterMs).toBeGreaterThan(0);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(MINUTE / 5);
    });

    it("gives no token twice, however many ask at once in however many processes", async () => {
      expect(await countAllowed(200, fresh(), { tokens: 37, windowMs: HOUR })).toBe(37);
      expect(await countAllowed(40, fresh(), { tokens: 1, windowMs: HOUR })).toBe(1);
    });

    it("has a token again after the wait it named", async () => {
      const bucket = fresh();
      const limit = { tokens: 4, windowMs: 1_200 };
      await expectTokens(limit, () => countAllowed(20, bucket, limit));
      let refused = await take(kv, bucket, limit);
      while (refused.allowed) refused = await take(kv, bucket, limit);
      const { retryAfterMs } = refused;
      expect(retryAfterMs).toBeLessThanOrEqual(1_200);
      await sleep(retryAfterMs + 30);
      expect((await take(kv, bucket, limit)).allowed).toBe(true);
    });

    it("never holds more than its size, nor fills faster than it says", async () => {
      const bucket = fresh();
      const limit = { tokens: 10, windowMs: 1_000 };
      await expectTokens(limit, () => countAllowed(20, bucket, limit));
      await sleep(2_500);
      await expectTokens(limit, () => countAllowed(20, bucket, limit));
      await sleep(1_100);
      await expectTokens(limit, async () => {
        let allowed = 0;
        for (; allowed < 20; await sleep(10)) if ((await take(kv, bucket, limit)).allowed) allowed += 1;
        return allowed;
      });
    });

    it("takes of all buckets or of none", async () => {
      const [empty, full] = [fresh(), fresh()];
      const one: Take = { bucket: empty, limit: { tokens: 1, windowMs: HOUR } };
      const ten: Take = { bucket: full, limit: { tokens: 10, windowMs: HOUR } };
      expect((await kv.take([one, ten])).map(({ allowed }) => allowed)).toEqual([true, true]);
      for (let i = 0; i < 30; i += 1) {
        expect((await kv.take([one, ten])).map(({ allowed }) => allowed)).toEqual([false, true]);
        // Upstash refunds asynchronously, after its answer.
        await sleep(10);
      }
      await sleep(1_000);
      expect(await countAllowed(30, full, ten.limit)).toBe(9);
      expect(await kv.take([])).toEqual([]);
    });

    it("blocks no caller forever when the machine's clock moves forward and back (RAT-11)", async () => {
      const limit = { tokens: 5, windowMs: 1_000 };
      const now = Date.now.bind(Date);
      for (const step of [HOUR, -HOUR]) {
        const bucket = fresh();
        await countAllowed(10, bucket, limit);
        const started = performance.now();
        const clock = vi.spyOn(Date, "now").mockImplementation(() => now() + step);
        const during = await countAllowed(20, bucket, limit);
        const after = await take(kv, bucket, limit);
        clock.mockRestore();
        expect(during).toBeLessThanOrEqual(5 + Math.floor((performance.now() - started) / 200));
        expect(after.remaining).toBeGreaterThanOrEqual(0);
        expect(after.retryAfterMs).toBeLessThanOrEqual(limit.windowMs);
        await sleep(limit.windowMs + 300);
        await expectTokens(limit, () => countAllowed(20, bucket, limit));
      }
    });

    it("delivers messages unchanged and in order to every listener", async () => {
      const channel = fresh();
      const heard: string[] = [];
      const also: string[] = [];
      const elsewhere: string[] = [];
      const leave = await kv.subscribe(channel, (text) => heard.push(text));
      const leaveToo = await other.subscribe(channel, (text) => also.push(text));
      await kv.subscribe(`${channel}2`, (text) => elsewhere.push(text));
      for (const text of odd) await other.publish(channel, text);
      await expect.poll(() => [heard, also]).toEqual([odd, odd]);
      await leave();
      await sleep(50);
      await kv.publish(channel, "last");
      await expect.poll(() => also.at(-1)).toBe("last");
      expect(heard).toEqual(odd);
      expect(elsewhere).toEqual([]);
      await leaveToo();
    });

    it("lets one of two listeners leave", async () => {
      const channel = fresh();
      const heard: string[] = [];
      const listener = (text: string) => void heard.push(text);
      const leaveFirst = await kv.subscribe(channel, listener);
      const leaveSecond = await kv.subscribe(channel, listener);
      await leaveFirst();
      await sleep(50);
      await other.publish(channel, "once");
      await expect.poll(() => heard).toEqual(["once"]);
      await sleep(50);
      expect(heard).toEqual(["once"]);
      await leaveSecond();
    });
  });
}
