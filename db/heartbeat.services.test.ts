import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { holdTurn, releaseHeldTurn, startHeartbeat, stopHeartbeat } from "./heartbeat.ts";

const soon = { everyMs: 100, startAfterMs: 0 };

/** Blocks this thread. */
const block = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** Blocks this thread, and meanwhile reads from another process when the given one was last seen. */
function ageAfterBlocking(processId: string, milliseconds: number): number {
  const read = `
    const { default: pg } = await import("pg");
    const client = new pg.Client(process.env.DATABASE_MIGRATION_URL);
    await client.connect();
    await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));
    const { rows } = await client.query(
      "select extract(epoch from clock_timestamp() - seen_at)::float8 as age from platform.processes where id = '${processId}'");
    console.log(rows[0].age);
    await client.end();`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", read], { encoding: "utf8" }));
}

/** A process that was last seen a minute ago, and a turn of it. */
async function makeProcess() {
  const id = newId("prc");
  await asOwner(
    "insert into platform.processes (id, role, version, seen_at) values ($1, 'main', '0', now() - interval '1 minute')",
    [idToUuid(id)],
  );
  const { ctx, chatbot } = await makeTenant();
  const [conversation, question, answer, turn] = [newId("cnv"), newId("msg"), newId("msg"), newId("trn")].map(
    (one) => idToUuid(one),
  );
  const tenant = idToUuid(ctx.tenantId);
  await asOwner(
    "insert into platform.conversations (tenant_id, id, chatbot_id, user_id_hash, client_key, title, last_seq, last_epoch) values ($1, $2, $3, 'h', 'k', '', 2, 3)",
    [tenant, conversation, idToUuid(chatbot.id)],
  );
  for (const [seq, message] of [question, answer].entries())
    await asOwner(
      "insert into platform.messages (tenant_id, id, conversation_id, seq, role, content_full, content_brief, user_id_hash) values ($1, $2, $3, $4, $5, '', '', 'h')",
      [tenant, message, conversation, seq + 1, seq === 0 ? "user" : "assistant"],
    );
  await asOwner(
    `insert into platform.turns (tenant_id, id, conversation_id, question_id, answer_id, provider, model, attempts, epoch, heartbeat_at)
    values ($1, $2, $3, $4, $5, 'p', 'm', 1, 3, now() - interval '1 minute')`,
    [tenant, turn, conversation, question, answer],
  );
  const ageOf = async (table: "processes" | "turns", column: "seen_at" | "heartbeat_at", one: string) => {
    const rows = await asOwner(
      `select extract(epoch from clock_timestamp() - ${column})::float8 as age from platform.${table} where id = $1`,
      [one],
    );
    return Number((rows as unknown as { age: number }[])[0]?.age);
  };
  return {
    id,
    held: { tenant, id: turn ?? "", epoch: 3 },
    processAge: () => ageOf("processes", "seen_at", idToUuid(id)),
    turnAge: () => ageOf("turns", "heartbeat_at", turn ?? ""),
  };
}

afterEach(stopHeartbeat);

describe("the heartbeat thread", () => {
  it("renews the process and its turns while the main thread does nothing but compute", async () => {
    const { id, held, processAge, turnAge } = await makeProcess();
    // Held before it starts, as turns are while a process starts.
    holdTurn(held);
    await startHeartbeat(id, soon);
    // Connected once it has beaten.
    await expect.poll(processAge).toBeLessThan(5);
    const blockedMs = 10_000;
    block(blockedMs);
    // Without the thread both were as old as the block is long. A turn is renewed when two seconds old.
    expect(await processAge()).toBeLessThan(0.8 * (blockedMs / 1_000));
    expect(await turnAge()).toBeLessThan(0.8 * (blockedMs / 1_000));
  });

  it("stops when the main thread has been silent for too long", async () => {
    const { id, processAge } = await makeProcess();
    await startHeartbeat(id, { ...soon, mainSilentMs: 1_500 });
    await expect.poll(processAge).toBeLessThan(5);
    expect(ageAfterBlocking(idToUuid(id), 5_000)).toBeGreaterThan(2);
  });

  it("does not renew a turn that another process has taken over", async () => {
    const { id, held, processAge, turnAge } = await makeProcess();
    const own = await makeProcess();
    await startHeartbeat(id, soon);
    await expect.poll(processAge).toBeLessThan(5);
    holdTurn({ ...held, epoch: 2 });
    holdTurn(own.held);
    // The thread has received both by then.
    await expect.poll(own.turnAge).toBeLessThan(5);
    expect(await turnAge()).toBeGreaterThan(50);
  });

  it("is a timer in a worker, and renews a turn until it is released", async () => {
    const { id, held, processAge, turnAge } = await makeProcess();
    process.env.SERVICE_TYPE = "worker";
    resetEnv();
    try {
      await startHeartbeat(id, soon);
      holdTurn(held);
      await expect.poll(turnAge).toBeLessThan(5);
      releaseHeldTurn(held);
      await expect.poll(turnAge).toBeGreaterThan(3);
      await expect.poll(processAge).toBeLessThan(2);
    } finally {
      delete process.env.SERVICE_TYPE;
      resetEnv();
    }
  });
});
