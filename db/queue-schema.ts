import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import { log } from "#lib/core/log.ts";

export const QUEUE_SCHEMA = "queue";

type Connection = { query(text: string): Promise<{ rows: Record<string, unknown>[] }> };

/** The schema version the installed pg-boss expects, read from the last statement of its own plans. */
export const QUEUE_VERSION = Number(
  /INSERT INTO queue\.version\(version\) VALUES \('(\d+)'\)/.exec(plans())?.[1],
);

function plans(): string {
  return getConstructionPlans(QUEUE_SCHEMA, { createSchema: false });
}

/** Creates or updates the job queue's tables as their owner. The queue's role may only use them. */
export async function migrateQueueSchema(connection: Connection): Promise<void> {
  const version = await queueVersion(connection);
  if (version === QUEUE_VERSION) return;
  await connection.query(
    version === null ? plans() : getMigrationPlans(QUEUE_SCHEMA, version, { backend: "postgres" }),
  );
  await grantQueue(connection);
  log().info({ from: version, to: QUEUE_VERSION }, "queue tables up to date");
}

/** Creates the queue's tables in the caller's transaction, which pg-boss's own text would commit. */
export async function createQueueTables(connection: Connection): Promise<void> {
  await connection.query(
    plans()
      .replace(/^\s*BEGIN;/, "")
      .replace(/COMMIT;\s*$/, ""),
  );
  await grantQueue(connection);
}

async function grantQueue(connection: Connection): Promise<void> {
  await connection.query(`
    grant usage on schema ${QUEUE_SCHEMA} to parley_queue;
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to parley_queue;
    grant execute on all functions in schema ${QUEUE_SCHEMA} to parley_queue;`);
}

/** Whether the queue's tables are those of this build. */
export async function isQueueCurrent(connection: Connection): Promise<boolean> {
  return (await queueVersion(connection)) === QUEUE_VERSION;
}

/** The version of a database's queue tables; null if it has none. */
export async function queueVersion(connection: Connection): Promise<number | null> {
  const { rows: tables } = await connection.query(
    `select to_regclass('${QUEUE_SCHEMA}.version')::text as name`,
  );
  if (!tables[0]?.name) return null;
  const { rows } = await connection.query(`select version from ${QUEUE_SCHEMA}.version`);
  return Number(rows[0]?.version);
}
