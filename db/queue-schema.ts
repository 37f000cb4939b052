import type pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import { log } from "#lib/core/log.ts";

export const QUEUE_SCHEMA = "queue";
/** The schema version the installed pg-boss expects, read from the last statement of its own plans. */
const EXPECTED = Number(/INSERT INTO queue\.version\(version\) VALUES \('(\d+)'\)/.exec(plans())?.[1]);

function plans(): string {
  return getConstructionPlans(QUEUE_SCHEMA, { createSchema: false });
}

/** Creates or updates the job queue's tables as their owner. The queue's role may only use them. */
export async function migrateQueueSchema(connection: pg.ClientBase): Promise<void> {
  const version = await queueVersion(connection);
  if (version === EXPECTED) return;
  await connection.query(
    version === null ? plans() : getMigrationPlans(QUEUE_SCHEMA, version, { backend: "postgres" }),
  );
  await connection.query(`
    grant usage on schema ${QUEUE_SCHEMA} to parley_queue;
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to parley_queue;
    grant execute on all functions in schema ${QUEUE_SCHEMA} to parley_queue;`);
  log().info({ from: version, to: EXPECTED }, "queue tables up to date");
}

/** Whether the queue's tables are those of this build. */
export async function isQueueCurrent(pool: pg.Pool): Promise<boolean> {
  return (await queueVersion(pool)) === EXPECTED;
}

async function queueVersion(connection: pg.Pool | pg.ClientBase): Promise<number | null> {
  const ask = (text: string) => (connection as pg.Pool).query(text);
  const { rows: tables } = await ask(`select to_regclass('${QUEUE_SCHEMA}.version')::text as name`);
  if (!tables[0]?.name) return null;
  const { rows } = await ask(`select version from ${QUEUE_SCHEMA}.version`);
  return Number(rows[0]?.version);
}
