import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import type { Take } from "#lib/core/kv/kv.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { purgeAttempts, refundAttempts, takeAttempts } from "./queries.ts";

const HOUR = 3_600_000;
const fresh = (tokens: number, windowMs: number): Take => ({
  bucket: randomBytes(8).toString("hex"),
  limit: { tokens, windowMs },
});
const operator = sealOperator();
const take = async (...takes: Take[]) => takeAttempts(operator, takes);
const countAllowed = async (times: number, one: Take) => {
  const answers = await Promise.all(Array.from({ length: times }, () => take(one)));
  return answers.filter(([taken]) => taken?.allowed).length;
};

it("gives as many tokens as a bucket holds, counts down, and says how long to wait", async () => {
  const one = fresh(5, HOUR);
  for (const remaining of [4, 3, 2, 1, 0])
    expect(await take(one)).toEqual([{ allowed: true, remaining, retryAfterMs: 0 }]);
  const [refused] = await take(one);
  expect(refused).toMatchObject({ allowed: false, remaining: 0 });
  expect(refused?.retryAfterMs).toBeGreaterThan(HOUR / 5 - 60_000);
  expect(refused?.retryAfterMs).toBeLessThanOrEqual(HOUR / 5);
});

it("gives no token twice, however many ask at once", async () => {
  expect(await countAllowed(40, fresh(13, HOUR))).toBe(13);
  expect(await countAllowed(20, fresh(1, HOUR))).toBe(1);
});

it("fills evenly, and no further than its size", async () => {
  const one = fresh(4, HOUR);
  const passes = (ms: number) =>
    asOwner(
      "update platform.attempts set allowed_at = allowed_at - make_interval(secs => $2), started_at = started_at - make_interval(secs => $2) where key = $1",
      [one.bucket, ms / 1_000],
    );
  expect(await countAllowed(10, one)).toBe(4);
  const [refused] = await take(one);
  await passes(refused?.retryAfterMs ?? 0);
  expect(await countAllowed(10, one)).toBe(1);
  await passes(1.5 * HOUR);
  expect(await countAllowed(10, one)).toBe(4);
});

it("asks many buckets at once, in whatever order, without waiting for ever", async () => {
  const buckets = Array.from({ length: 4 }, () => fresh(1_000, HOUR));
  const orders = Array.from({ length: 60 }, (_, i) => (i % 2 ? buckets : buckets.toReversed()));
  const answers = await Promise.all(orders.map((order) => take(...order)));
  expect(answers.flat().every(({ allowed }) => allowed)).toBe(true);
  for (const bucket of buckets) expect((await take(bucket))[0]?.remaining).toBe(1_000 - 61);
});

it("puts back what was taken in vain", async () => {
  const [empty, full] = [fresh(1, HOUR), fresh(10, HOUR)];
  await take(empty);
  for (let i = 0; i < 30; i += 1) {
    const answers = await take(empty, full);
    expect(answers.map(({ allowed }) => allowed)).toEqual([false, true]);
    await refundAttempts(operator, [full]);
  }
  expect(await countAllowed(20, full)).toBe(10);
});

it("is full, not shut, when its moment is further off than can be (RAT-11)", async () => {
  const long = fresh(1, HOUR);
  await take(long);
  expect((await take(long))[0]?.allowed).toBe(false);
  // The state after a clock was set back: an hour off for a window of one second.
  const short = { ...long, limit: { tokens: 5, windowMs: 1_000 } };
  expect(await take(short)).toEqual([{ allowed: true, remaining: 4, retryAfterMs: 0 }]);
});

it("keeps what still counts when it sweeps", async () => {
  const one = fresh(1, HOUR);
  await take(one);
  await purgeAttempts(operator);
  expect((await take(one))[0]?.allowed).toBe(false);
});
