import { beforeAll, expect, test } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { purgeReadings } from "./purge-readings.ts";
import { claimReading, type ReadingPlace, storeReading } from "./queries.ts";
import { readHoroscope } from "./read-horoscope.ts";

let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  tenant = await makeTenant();
  other = await makeTenant();
});

const place = (sign: ReadingPlace["sign"], day = "2026-11-29"): ReadingPlace => ({
  chatbotId: tenant.chatbot.id,
  sign,
  span: "day",
  day,
  language: "english",
});
const turn = (write: () => Promise<string | null>) => ({
  chatbotId: tenant.chatbot.id,
  asker: "",
  grants: [],
  firstNumber: 1,
  question: "",
  seed: "",
  language: "english" as const,
  write,
});

test("writes a reading once for parallel requests and returns it to all", async () => {
  const claims = await Promise.all(
    Array.from({ length: 12 }, () => claimReading(tenant.ctx, place("aries"), 30)),
  );
  expect(claims.filter(({ isMine }) => isMine)).toHaveLength(1);
  expect(claims.every(({ text }) => text === null)).toBe(true);
  await storeReading(tenant.ctx, place("aries"), "Go slowly.", null);
  expect(await claimReading(tenant.ctx, place("aries"), 30)).toEqual({ isMine: false, text: "Go slowly." });
});

test("lets another process write after the first one died", async () => {
  expect((await claimReading(tenant.ctx, place("taurus"), 0)).isMine).toBe(true);
  expect((await claimReading(tenant.ctx, place("taurus"), 30)).isMine).toBe(true);
  expect((await claimReading(tenant.ctx, place("taurus"), 30)).isMine).toBe(false);
});

test("retries an unavailable model later, not on every request", async () => {
  let asked = 0;
  const away = turn(async () => {
    asked += 1;
    return null;
  });
  const first = await readHoroscope(tenant.ctx, { sign: "gemini", span: "week", timeZone: null }, away);
  expect(first.reading).toMatch(/^The .* moon is in /);
  expect(await readHoroscope(tenant.ctx, { sign: "gemini", span: "week", timeZone: null }, away)).toEqual(
    first,
  );
  expect(asked).toBe(1);
  expect(new Date(`${first.day}T00:00:00Z`).getUTCDay()).toBe(1);
});

test("rejects an overlong reading from the model", async () => {
  const endless = turn(async () => "word ".repeat(1_000));
  const { reading } = await readHoroscope(
    tenant.ctx,
    { sign: "cancer", span: "day", timeZone: null },
    endless,
  );
  expect(reading).toMatch(/^The .* moon is in /);
});

test("hides a reading from other workspaces", async () => {
  await claimReading(tenant.ctx, place("leo"), 0);
  await storeReading(tenant.ctx, place("leo"), "Ours.", null);
  await expect(claimReading(other.ctx, place("leo"), 30)).rejects.toThrow();
  await storeReading(other.ctx, place("leo"), "Theirs.", null);
  expect((await claimReading(tenant.ctx, place("leo"), 30)).text).toBe("Ours.");
});

test("purges readings of past weeks", async () => {
  await claimReading(tenant.ctx, place("virgo", "2026-01-05"), 30);
  const today = new Date().toISOString().slice(0, 10);
  await claimReading(tenant.ctx, place("virgo", today), 30);
  await purgeReadings(sealOperator());
  const kept = await asOwner(
    "select day::text from platform.readings where sign = 'virgo' and tenant_id = $1",
    [idToUuid(tenant.ctx.tenantId)],
  );
  expect(kept).toEqual([{ day: today }]);
});
