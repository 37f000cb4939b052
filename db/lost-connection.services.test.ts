import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { transaction } from "#lib/context/transaction.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { isDatabaseUnavailable } from "./database-unavailable.ts";
import { listenAsQueue } from "./listen.ts";
import { runAsQueue } from "./queue-client.ts";
import { readPool } from "./storage.ts";

const cutAll = () =>
  asOwner("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley'");

it("a lost connection fails what was sent on it, and is handed to nobody again", async () => {
  const { ctx } = await makeTenant();
  let serial = 0;
  // Each statement is new, so Postgres describes it first and the next ones wait behind it.
  const ask = () => {
    serial += 1;
    return ctx.db.execute(sql`select ${sql.raw(String(serial))}::int as n, ${"x"}::text, pg_sleep(0.02)`);
  };
  const inOne = () =>
    transaction(ctx, async (tx) => {
      await tx.db.execute(sql`select ${"y"}::text`);
      await sleep(30);
      await tx.db.execute(sql`select ${"z"}::text, pg_sleep(0.01)`);
    });
  const outcomes: PromiseSettledResult<unknown>[] = [];
  let isOver = false;
  const cutting = (async () => {
    while (!isOver) {
      await sleep(60);
      await cutAll();
    }
  })();
  for (let round = 0; round < 12; round += 1) {
    const all = Array.from({ length: 30 }, (_, i) => (i % 2 ? ask() : inOne()));
    const settled = Promise.allSettled(all);
    const late = sleep(60_000, "hangs" as const, { ref: false });
    const now = await Promise.race([settled, late]);
    if (now === "hangs") throw new Error("A statement on a lost connection never settled.");
    outcomes.push(...now);
  }
  isOver = true;
  await cutting;
  // The pool needs a moment to notice a lost connection.
  await cutAll();
  await expect.poll(async () => (await readPool()).idle).toBe(0);
  const failures = outcomes.filter((one) => one.status === "rejected");
  expect(failures.length, "connections were cut under them").toBeGreaterThan(10);
  for (const { reason } of failures) expect(isDatabaseUnavailable(reason), String(reason)).toBe(true);
  await Promise.all(Array.from({ length: 40 }, ask));
});

it("a connection whose statement was broken off is out of the pool before anybody hears of it", async () => {
  const { ctx } = await makeTenant();
  const isSleeping = async () => {
    const running = await asOwner(
      "select 1 from pg_stat_activity where application_name = 'parley' and state = 'active' and query like '%pg_sleep(12)%'",
    );
    return running.length > 0;
  };
  await cutAll();
  await expect.poll(async () => (await readPool()).idle).toBe(0);
  const idle: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const asked = ctx.db.execute(sql`select pg_sleep(12)`).catch((reason: unknown) => reason);
    await expect.poll(isSleeping, { interval: 10 }).toBe(true);
    await cutAll();
    expect(isDatabaseUnavailable(await asked)).toBe(true);
    idle.push((await readPool()).idle);
  }
  expect(idle).toEqual(Array(15).fill(0));
});

it("a listener whose connection was lost listens again", async () => {
  const heard: string[] = [];
  let times = 0;
  const listening = await listenAsQueue(
    "lost_and_found",
    (payload) => heard.push(payload),
    () => {
      times += 1;
    },
  );
  await cutAll();
  await expect.poll(() => times).toBe(2);
  await runAsQueue("select pg_notify('lost_and_found', 'again')");
  await expect.poll(() => heard).toEqual(["again"]);
  await listening?.close();
});
