import { afterEach, beforeEach, expect, it } from "vitest";
import type { GuardedKv } from "#lib/core/kv/guard-kv.ts";
import { kvHolder } from "#lib/core/kv/open-kv.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { checkAlertsOnce } from "./alert-loop.ts";

const held = kvHolder().open;
const forget = () => asOwner("delete from platform.alerts where rule = 'redis'");
beforeEach(forget);
afterEach(async () => {
  kvHolder().open = held;
  await forget();
});

/** A Redis that gives these results to its checks, in order. */
function redisThatIs(...answers: boolean[]): () => number {
  const left = [...answers];
  const check = async () => left.shift() ?? true;
  kvHolder().open = { driver: "redis", check } as unknown as GuardedKv;
  return () => answers.length - left.length;
}

const isAlerted = async () =>
  (await asOwner("select 1 from platform.alerts where rule = 'redis' and cleared_at is null")).length > 0;

it.each([
  ["silent at one look of a process that stays", false, [false], false],
  ["silent at two looks of it", true, [false], true],
  ["back at its second look", true, [true], false],
  ["silent for a moment, where only a scheduler calls", undefined, [false, true], false],
  ["silent for longer there", undefined, [false, false], true],
] as const)(
  "a Redis that is %s raises an alert only where it stays away",
  async (_, before, answers, isOutage) => {
    const asked = redisThatIs(...answers);
    const { isRedisAway } = await checkAlertsOnce(before);
    expect(isRedisAway).toBe(!answers[0]);
    expect(asked()).toBe(answers.length);
    expect(await isAlerted()).toBe(isOutage);
  },
);
