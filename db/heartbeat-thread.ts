import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import pg from "pg";
import type { HeartbeatMessage, HeartbeatSettings } from "./heartbeat.ts";
import { HeldTurns } from "./held-turns.ts";

/**
 * Sends the heartbeats of a process and its turns on a connection of its own, so that a process whose main
 * thread is busy is not taken for dead.
 */
const { connectionString, everyMs, mainSilentMs, lastSeen } = workerData as HeartbeatSettings;

const turns = new HeldTurns();
let processId: string | null = null;
const held: { connection: pg.Client | null } = { connection: null };

parentPort?.on("message", (message: HeartbeatMessage) => {
  if (message.type === "process") processId = message.id;
  else if (message.type === "hold") turns.hold(message.turn);
  else turns.release(message.turn);
});

/** A main thread that hangs for good does not keep its turns from others. */
const isMainAlive = () => Date.now() - Number(Atomics.load(new BigInt64Array(lastSeen), 0)) < mainSilentMs;

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: "parley heartbeat",
    connectionTimeoutMillis: everyMs,
    query_timeout: 2 * everyMs,
    keepAlive: true,
  });
  client.on("error", () => undefined);
  client.once("end", () => {
    if (held.connection === client) held.connection = null;
  });
  await client.connect();
  await client.query("set role parley_operator");
  return client;
}

async function beat(): Promise<void> {
  const connection = held.connection ?? (await connect());
  held.connection = connection;
  if (processId)
    await connection.query("update platform.processes set seen_at = now() where id = $1", [processId]);
  const { tenants, ids, epochs, offsets } = turns.columns();
  if (ids.length === 0) return;
  const none = ids.map(() => null);
  await connection.query("select from platform.append_turn_log($1::uuid[], $2::uuid[], $3, $4, $5)", [
    tenants,
    ids,
    epochs,
    offsets,
    none,
  ]);
}

for (;;) {
  await sleep(everyMs);
  if (!isMainAlive()) continue;
  try {
    await beat();
  } catch {
    // The database is away: connect again.
    await held.connection?.end().catch(() => undefined);
    held.connection = null;
  }
}
