import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";
import { env } from "#lib/core/env.ts";
import { log } from "#lib/core/log.ts";
import { bringQueueUpToDate, isQueueCurrent, QUEUE_SCHEMA } from "./queue-schema.ts";

const LOCK_KEY = 7_235_398_401;
const MIGRATIONS = join(process.cwd(), "drizzle");

/**
 * Brings the schema up to date, under an advisory lock: a second process waits for the first and then finds nothing to
 * do. Given a URL it connects as the owner (DATABASE_MIGRATION_URL, in development the URL itself); in production
 * without an owner URL it only checks.
 * @throws Error with what to run when the schema is behind and this process may not change it.
 */
export async function bringUpToDate(target: string | postgres.Sql): Promise<void> {
  if (typeof target !== "string") return migrateAs(target, null);
  const { DATABASE_MIGRATION_URL, NODE_ENV } = env();
  const ownerUrl = DATABASE_MIGRATION_URL ?? (NODE_ENV === "production" ? null : target);
  const sql = postgres(ownerUrl ?? target, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    if (ownerUrl) await migrateAs(sql, decodeURIComponent(new URL(target).username));
    else await requireCurrent(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
  if (NODE_ENV === "production") await refuseStrongLogin(target);
}

async function migrateAs(sql: postgres.Sql, appLogin: string | null): Promise<void> {
  const connection = await sql.reserve();
  try {
    await connection.unsafe(`select pg_advisory_lock(${LOCK_KEY})`);
    try {
      await connection.unsafe("select set_config('parley.embedded', $1, false)", [
        appLogin === null ? "on" : "off",
      ]);
      await applyPending(connection);
      await bringQueueUpToDate(connection);
      if (appLogin) await admitLogin(connection, appLogin);
    } finally {
      await connection.unsafe(`select pg_advisory_unlock(${LOCK_KEY})`);
    }
  } finally {
    connection.release();
  }
}

/** The tables are drizzle's own, so its command line tool reads them too. */
async function applyPending(connection: postgres.ReservedSql): Promise<void> {
  await connection.unsafe("create schema if not exists drizzle");
  await connection.unsafe(
    "create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  const last = await connection.unsafe(
    "select max(created_at)::text as at from drizzle.__drizzle_migrations",
  );
  const done = Number(last[0]?.at ?? 0);
  for (const migration of readMigrationFiles({ migrationsFolder: MIGRATIONS })) {
    if (migration.folderMillis <= done) continue;
    await connection.unsafe("begin");
    try {
      await connection.unsafe("set local lock_timeout = '5s'");
      for (const statement of migration.sql) await connection.unsafe(statement);
      await connection.unsafe("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
        migration.hash,
        migration.folderMillis,
      ]);
      await connection.unsafe("commit");
    } catch (error) {
      await connection.unsafe("rollback");
      throw error;
    }
    log().info({ migration: migration.folderMillis }, "migration applied");
  }
}

/** Lets the app's login step into its roles, and read how far the schema is. */
async function admitLogin(connection: postgres.ReservedSql, login: string): Promise<void> {
  const name = `"${login.replaceAll('"', '""')}"`;
  const missing = await connection.unsafe(
    "select 1 where not (pg_has_role($1, 'parley_app', 'set') and pg_has_role($1, 'parley_operator', 'set') and pg_has_role($1, 'parley_queue', 'set'))",
    [login],
  );
  if (missing.length === 0) return;
  await connection.unsafe(`grant parley_app, parley_operator, parley_queue to ${name}`);
  await connection.unsafe(`grant usage on schema drizzle, ${QUEUE_SCHEMA} to ${name}`);
  await connection.unsafe(`grant select on drizzle.__drizzle_migrations, ${QUEUE_SCHEMA}.version to ${name}`);
}

async function requireCurrent(sql: postgres.Sql): Promise<void> {
  const newest = readMigrationFiles({ migrationsFolder: MIGRATIONS }).at(-1)?.folderMillis ?? 0;
  const last = await sql
    .unsafe("select max(created_at)::text as at from drizzle.__drizzle_migrations")
    .catch(() => [] as { at?: string }[]);
  if (Number(last[0]?.at ?? 0) >= newest && (await isQueueCurrent(sql))) return;
  throw new Error(
    'The database schema is behind this build. Run "npm run db:migrate" with DATABASE_MIGRATION_URL set.',
  );
}

/** An app login that owns tables or bypasses row-level security would make the second wall a painted one. */
async function refuseStrongLogin(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql`
      select (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as strong,
             exists (select 1 from pg_tables where schemaname = 'platform' and pg_has_role(tableowner, 'member')) as owner`;
    if (rows[0]?.strong || rows[0]?.owner) {
      throw new Error(
        "DATABASE_URL logs in as a role that owns tables or bypasses row-level security. Use a plain login for the app and keep the owner in DATABASE_MIGRATION_URL.",
      );
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
