import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectionTo } from "#db/connection-to.ts";
import { env } from "#lib/core/env.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { runTurn } from "./run-turn.ts";

const CROWD = 40;
const owner = new pg.Client(connectionTo(process.env.DATABASE_MIGRATION_URL ?? ""));

async function ask({ visitor, chatbot }: TestTenant, name: string) {
  const turn = await runTurn(visitor(), {
    chatbot,
    request: {
      id: `chat-${name}`,
      chatbot: chatbot.handle,
      trigger: "submit-message",
      message: { id: `m-${name}`, role: "user", parts: [{ type: "text", text: "Hello?" }] },
    },
  });
  await turn.ended;
}

/**
 * Waits until the number of blocked statements has not changed for a second.
 */
async function crowdWaits(): Promise<number> {
  let [waiting, since] = [0, performance.now()];
  while (waiting === 0 || performance.now() - since < 1_000) {
    await sleep(50);
    const { rows } = await owner.query<{ count: number }>(
      `select count(*)::int from pg_locks join pg_stat_activity using (pid)
       where not granted and datname = current_database()`,
    );
    const count = rows[0]?.count ?? 0;
    if (count !== waiting) [waiting, since] = [count, performance.now()];
  }
  return waiting;
}

beforeAll(() => owner.connect());
afterAll(() => owner.end());

it("a workspace whose turns block each other leaves connections for other workspaces", async () => {
  const [loud, quiet] = [await makeTenant("Loud"), await makeTenant("Quiet")];
  await ask(loud, "first");
  expect(CROWD).toBeGreaterThan(env().DATABASE_POOL_SIZE);
  await owner.query("begin");
  const held = await owner.query("select from platform.usage_totals where tenant_id = $1 for update", [
    idToUuid(loud.ctx.tenantId),
  ]);
  expect(held.rowCount).toBeGreaterThan(0);
  let answered = 0;
  const crowd = Array.from({ length: CROWD }, async (_, at) => {
    await ask(loud, `crowd-${at}`);
    answered += 1;
  });
  try {
    expect(await crowdWaits()).toBeLessThan(env().DATABASE_POOL_SIZE);
    await ask(quiet, "alone");
    expect(answered, "the others are still blocked").toBe(0);
  } finally {
    await owner.query("commit");
  }
  await Promise.all(crowd);
  expect(answered).toBe(CROWD);
});
