import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { GuardedKv } from "#lib/core/kv/guard-kv.ts";
import { kvHolder } from "#lib/core/kv/open-kv.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { checkAlertsOnce, type Failed, runAlertLoop } from "./alert-loop.ts";

type Service = keyof Failed;

const held = kvHolder().open;
const forget = () => asOwner("delete from platform.alerts where rule in ('redis', 'storage')");
beforeEach(forget);
afterEach(async () => {
  kvHolder().open = held;
  await forget();
});

/** Makes a service give these results to its checks, in order, and then succeed. @returns how many it gave */
function answer(service: Service, results: readonly boolean[]): () => number {
  let asked = 0;
  const check = async () => results[asked++] ?? true;
  if (service === "redis") kvHolder().open = { driver: "redis", check } as unknown as GuardedKv;
  else
    vi.spyOn(objectStore(), "ping").mockImplementation(async () => {
      if (!(await check())) throw new Error("no answer");
    });
  return () => asked;
}

const isAlerted = async (rule: Service) =>
  (await asOwner("select 1 from platform.alerts where rule = $1 and cleared_at is null", [rule])).length > 0;

describe.each(["redis", "storage"] as const)("an outage of %s", (service) => {
  const other = service === "redis" ? "storage" : "redis";

  it.each([
    ["silent at one look of a process that stays", false, [false], false],
    ["silent at two looks of it", true, [false], true],
    ["back at its second look", true, [true], false],
    ["silent for a moment, where only a scheduler calls", undefined, [false, true], false],
    ["silent for longer there", undefined, [false, false], true],
  ] as const)(
    "raises an alert only where it stays away when it is %s",
    async (_, before, results, isOutage) => {
      const asked = answer(service, results);
      const failedBefore: Failed = { redis: false, storage: false, [service]: before };
      const failed = await checkAlertsOnce(before === undefined ? undefined : failedBefore);
      expect(failed).toEqual({ redis: false, storage: false, [service]: !results[0] });
      expect(asked()).toBe(results.length);
      expect(await isAlerted(service)).toBe(isOutage);
      expect(await isAlerted(other)).toBe(false);
    },
  );
});

describe("runAlertLoop", () => {
  it("raises an alert when the storage fails, and clears it a minute after it answers again", async () => {
    const stop = new AbortController();
    const ping = vi.spyOn(objectStore(), "ping").mockRejectedValue(new Error("no answer"));
    const loop = runAlertLoop(stop.signal, 1);
    try {
      await expect.poll(() => isAlerted("storage")).toBe(true);
      expect(ping.mock.calls.length).toBeGreaterThan(1);
      ping.mockResolvedValue();
      const isAlertedAfterAMinute = async () => {
        await asOwner(
          "update platform.alerts set over_at = over_at - interval '1 minute' where rule = 'storage'",
        );
        return await isAlerted("storage");
      };
      await expect.poll(isAlertedAfterAMinute).toBe(false);
    } finally {
      stop.abort();
      await loop;
    }
  });
});
