import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import pg from "pg";
import { env } from "#lib/core/env.ts";
import { log } from "#lib/core/log.ts";
import { admitBackup } from "./admit-backup.ts";
import { checkProduction } from "./check-production.ts";
import { connectionTo } from "./connection-to.ts";
import { isQueueCurrent, migrateQueueSchema, QUEUE_SCHEMA, queueVersion } from "./queue-schema.ts";

/** Held alone to change the schema, and shared by what must not see it change. */
export const LOCK_KEY = 7_235_398_401;
/** A machine that starts everything at once answers late. */
const CONNECT_TIMEOUT_MS = 30_000;
const MIGRATIONS = join(process.cwd(), "drizzle");

/** What migrations need of a connection: node-postgres has it, and a restore brings its own. */
export type Connection = {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

/**
 * Brings the schema up to date under an advisory lock: a second process waits for the first and then has
 * nothing to do. With a URL it connects as the owner (DATABASE_MIGRATION_URL, or in development the URL
 * itself). In production without an owner URL it only checks.
 * @throws Error that says what to run if the schema is behind and this process may not change it
 */
export async function migrateDatabase(target: string | pg.Pool): Promise<void> {
  if (typeof target !== "string") return migrateAs(target, null);
  const { DATABASE_MIGRATION_URL, NODE_ENV } = env();
  const ownerUrl = DATABASE_MIGRATION_URL ?? (NODE_ENV === "production" ? null : target);
  const pool = new pg.Pool({
    ...connectionTo(ownerUrl ?? target),
    max: 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  try {
    if (ownerUrl) await migrateAs(pool, decodeURIComponent(new URL(target).username));
    else await requireCurrent(pool);
  } finally {
    await pool.end();
  }
  if (NODE_ENV === "production") await checkProduction(target);
}

async function migrateAs(pool: pg.Pool, appLogin: string | null): Promise<void> {
  const connection = await pool.connect();
  try {
    await connection.query(`select pg_advisory_lock(${LOCK_KEY})`);
    try {
      await connection.query("select set_config('parley.embedded', $1, false)", [
        appLogin === null ? "on" : "off",
      ]);
      await applyPending(connection);
      await finishSchema(connection, appLogin);
    } finally {
      await connection.query(`select pg_advisory_unlock(${LOCK_KEY})`);
    }
  } finally {
    connection.release();
  }
}

/** What follows the migrations: the queue's tables, and who may use and read all of it. */
export async function finishSchema(connection: Connection, appLogin: string | null): Promise<void> {
  await migrateQueueSchema(connection);
  if (appLogin) await admitLogin(connection, appLogin);
  await admitBackup(connection);
}

/** Applies each migration that is missing in a transaction of its own. */
async function applyPending(connection: pg.ClientBase): Promise<void> {
  for (const migration of await listPending(connection)) {
    await connection.query("begin");
    try {
      await applyMigration(connection, migration);
      await connection.query("commit");
    } catch (error) {
      await connection.query("rollback");
      throw error;
    }
    log().info({ migration: migration.folderMillis }, "migration applied");
  }
}

/** The migrations after the newest one that was applied. @param until the time of the last one to list */
export async function listPending(
  connection: Connection,
  until = Number.POSITIVE_INFINITY,
): Promise<MigrationMeta[]> {
  // These are drizzle's own tables, so its command line tool can read them too.
  await connection.query("create schema if not exists drizzle");
  await connection.query(
    "create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  const { rows: last } = await connection.query(
    "select max(created_at)::text as at from drizzle.__drizzle_migrations",
  );
  const done = Number(last[0]?.at ?? 0);
  return readMigrationFiles({ migrationsFolder: MIGRATIONS }).filter(
    ({ folderMillis }) => folderMillis > done && folderMillis <= until,
  );
}

/** Applies one migration in the caller's transaction. */
export async function applyMigration(connection: Connection, migration: MigrationMeta): Promise<void> {
  await connection.query("set local lock_timeout = '5s'");
  for (const statement of migration.sql) await connection.query(statement);
  await connection.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
    migration.hash,
    migration.folderMillis,
  ]);
}

/** Lets the app's login switch to its roles and read the schema's version. */
async function admitLogin(connection: Connection, login: string): Promise<void> {
  const name = `"${login.replaceAll('"', '""')}"`;
  const { rows: missing } = await connection.query(
    "select 1 where not (pg_has_role($1, 'parley_app', 'set') and pg_has_role($1, 'parley_operator', 'set') and pg_has_role($1, 'parley_queue', 'set') and has_schema_privilege($1, 'drizzle', 'usage'))",
    [login],
  );
  if (missing.length === 0) return;
  await connection.query(`grant parley_app, parley_operator, parley_queue to ${name}`);
  await connection.query(`grant usage on schema drizzle, ${QUEUE_SCHEMA} to ${name}`);
  await connection.query(`grant select on drizzle.__drizzle_migrations, ${QUEUE_SCHEMA}.version to ${name}`);
}

/** @throws Error that says what to run if the schema is older than this build */
export async function requireCurrent(connection: Connection): Promise<void> {
  const newest = newestMigration().at;
  const last = await connection
    .query("select max(created_at)::text as at from drizzle.__drizzle_migrations")
    .then(
      ({ rows }) => rows[0]?.at,
      (error: unknown) => {
        if ((error as { code?: unknown } | null)?.code === "42P01") return 0;
        throw error;
      },
    );
  if (Number(last ?? 0) >= newest && (await isQueueCurrent(connection))) return;
  throw new Error(
    'The database schema is older than this build. Run "npm run db:migrate" with DATABASE_MIGRATION_URL set.',
  );
}

/** A migration's name, and its time in drizzle's journal. */
export type SchemaVersion = { name: string; at: number };

/** The newest migration of this build. */
export function newestMigration(): SchemaVersion {
  return listMigrations().at(-1) ?? { name: "none", at: 0 };
}

/** The newest migration of a database. One that this build does not know has its time for a name. */
export async function readSchemaVersion(connection: Connection): Promise<SchemaVersion & { queue: number }> {
  const { rows } = await connection.query(
    `select max(created_at)::text as at from drizzle.__drizzle_migrations`,
  );
  const at = Number(rows[0]?.at ?? 0);
  const name = listMigrations().find((migration) => migration.at === at)?.name ?? String(at);
  return { name, at, queue: (await queueVersion(connection)) ?? 0 };
}

function listMigrations(): SchemaVersion[] {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, "meta/_journal.json"), "utf8")) as {
    entries: { when: number; tag: string }[];
  };
  return journal.entries.map(({ when, tag }) => ({ name: tag, at: when }));
}
