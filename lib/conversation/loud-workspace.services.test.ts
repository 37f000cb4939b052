import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectionTo } from "#db/connection-to.ts";
import { makeTenant, type TestTenant } from "#db/testing/tenant.ts";
import { env } from "#lib/core/env.ts";
import { idToUuid } from "#lib/core/ids.ts";
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

beforeAll(() => owner.connect());
afterAll(() => owner.end());

it("a workspace whose turns wait for one another leaves connections to the others", async () => {
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
    const began = performance.now();
    await ask(quiet, "alone");
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(answered, "the others still wait").toBe(0);
  } finally {
    await owner.query("commit");
  }
  await Promise.all(crowd);
  expect(answered).toBe(CROWD);
});
