import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import type postgres from "postgres";
import { log } from "#lib/core/log.ts";

export const QUEUE_SCHEMA = "queue";
/** What the installed pg-boss expects; read from its own plans, which end by writing it down. */
const EXPECTED = Number(/INSERT INTO queue\.version\(version\) VALUES \('(\d+)'\)/.exec(plans())?.[1]);

function plans(): string {
  return getConstructionPlans(QUEUE_SCHEMA, { createSchema: false });
}

/** Makes the job queue's tables or brings them up to date, as the owner; its role may use them and no more. */
export async function bringQueueUpToDate(connection: postgres.ReservedSql): Promise<void> {
  const version = await queueVersion(connection);
  if (version === EXPECTED) return;
  await connection.unsafe(
    version === null ? plans() : getMigrationPlans(QUEUE_SCHEMA, version, { backend: "postgres" }),
  );
  await connection.unsafe(`
    grant usage on schema ${QUEUE_SCHEMA} to parley_queue;
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to parley_queue;
    grant execute on all functions in schema ${QUEUE_SCHEMA} to parley_queue;`);
  log().info({ from: version, to: EXPECTED }, "queue tables up to date");
}

/** Whether the queue's tables are those of this build. */
export async function isQueueCurrent(sql: postgres.Sql): Promise<boolean> {
  return (await queueVersion(sql)) === EXPECTED;
}

async function queueVersion(sql: postgres.Sql | postgres.ReservedSql): Promise<number | null> {
  const [table] = await sql.unsafe(`select to_regclass('${QUEUE_SCHEMA}.version')::text as name`);
  if (!table?.name) return null;
  const [row] = await sql.unsafe(`select version from ${QUEUE_SCHEMA}.version`);
  return Number(row?.version);
}
