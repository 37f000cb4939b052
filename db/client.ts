import { sql } from "drizzle-orm";
import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import { fromDrizzle } from "pg-boss";
import postgres from "postgres";
import type { Context, OperatorContext } from "#lib/core/context.ts";
import { env } from "#lib/core/env.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";
import { type EmbeddedServer, startEmbedded } from "./embedded.ts";
import { bringUpToDate } from "./migrate.ts";
import { readPlainRows, toPlainValue } from "./plain-rows.ts";

export type Db = PgRemoteDatabase;

export type QueueStatements = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

type Role = "parley_app" | "parley_operator";
type Connection = postgres.ReservedSql;
type Storage = { sql: postgres.Sql; embedded: boolean; close(): Promise<void> };

const ACQUIRE_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** A process that is paused inside a transaction holds its locks no longer than this: before its turns are taken for dead. */
const IDLE_TRANSACTION_TIMEOUT_MS = 10_000;

/** Dates, numbers and JSON stay text: the columns' own mappers read them. */
const asText = {
  text: {
    to: 0,
    from: [1184, 1114, 1082, 1083, 1182, 1185, 1115, 1231, 20, 114, 3802],
    serialize: String,
    parse: (value: string) => value,
  },
};

const connectionOptions = {
  onnotice: () => undefined,
  types: asText as unknown as Record<string, postgres.PostgresType>,
  connect_timeout: 10,
} as const;

/** Opens storage once a process: migrates first, so whoever has a connection has the current schema. */
export function storage(): Promise<Storage> {
  const holder = singleton("storage", () => ({ opening: null as Promise<Storage> | null }));
  holder.opening ??= openStorage().catch((error) => {
    holder.opening = null;
    throw error;
  });
  return holder.opening;
}

export async function closeStorage(): Promise<void> {
  const holder = singleton("storage", () => ({ opening: null as Promise<Storage> | null }));
  const open = await holder.opening?.catch(() => null);
  holder.opening = null;
  await open?.close();
}

async function openStorage(): Promise<Storage> {
  const { DATABASE_URL, DATA_DIR, DATABASE_POOL_SIZE } = env();
  if (!DATABASE_URL) return openEmbedded(DATA_DIR);
  await bringUpToDate(DATABASE_URL);
  const sql = postgres(DATABASE_URL, {
    ...connectionOptions,
    max: DATABASE_POOL_SIZE,
    idle_timeout: 60,
    connection: {
      application_name: "parley",
      statement_timeout: STATEMENT_TIMEOUT_MS,
      // Vector distances are priced so high that Postgres compiles the query first, which takes longer than running it.
      jit: false,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    },
  });
  return { sql, embedded: false, close: () => sql.end({ timeout: 5 }) };
}

async function openEmbedded(directory: string): Promise<Storage> {
  const server: EmbeddedServer = await startEmbedded(directory);
  const sql = postgres({
    ...connectionOptions,
    path: server.socketPath,
    user: "postgres",
    database: "postgres",
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
  });
  await bringUpToDate(sql);
  return {
    sql,
    embedded: true,
    async close() {
      await sql.end({ timeout: 5 });
      await server.close();
    },
  };
}

/** Code that waits for a second connection inside its own transaction would wait for ever on a pool of one. */
async function acquire(): Promise<Connection> {
  const { sql } = await storage();
  let timer: NodeJS.Timeout | undefined;
  const reserved = sql.reserve();
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ParleyError("unavailable", "The database is busy. Try again in a moment.")),
      ACQUIRE_TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([reserved, late]);
  } catch (error) {
    reserved.then((connection) => connection.release()).catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function enter(connection: Connection, role: Role, tenant: string) {
  return connection.unsafe(
    "select set_config('role', $1, true), set_config('app.tenant_id', $2, true)",
    [role, tenant],
    {
      prepare: true,
    },
  );
}

function run(connection: Connection, query: string, params: unknown[], method: "all" | "execute") {
  const pending = connection.unsafe(query, params as never[], { prepare: true });
  return method === "all" ? pending.values() : pending;
}

/** begin, set, query, commit in one flight: one round trip, and no statement ever runs without its tenant. */
async function single(
  role: Role,
  tenant: string,
  query: string,
  params: unknown[],
  method: "all" | "execute",
) {
  const connection = await acquire();
  try {
    const flight = [
      connection.unsafe("begin"),
      enter(connection, role, tenant),
      run(connection, query, params, method),
      connection.unsafe("commit"),
    ] as const;
    const settled = await Promise.allSettled(flight);
    const failure = settled.find((result) => result.status === "rejected");
    if (failure) throw failure.reason;
    return { rows: (settled[2] as PromiseFulfilledResult<unknown[]>).value };
  } finally {
    connection.release();
  }
}

function database(role: Role, tenant: string): Db {
  return drizzle((query, params, method) => single(role, tenant, query, params, method));
}

export function tenantDb(tenantId: Id<"ten">): Db {
  return database("parley_app", idToUuid(tenantId));
}

export function operatorDb(): Db {
  return database("parley_operator", "");
}

/** Look-ups of public addresses before a tenant is known: the app role with no tenant set. */
export function addressDb(): Db {
  return database("parley_app", "");
}

/**
 * Runs several statements as one transaction, the only way to do so. `tx` is the same context on one connection;
 * using `ctx.db` inside would take a second one. Never wait for a model, an upload or a stream in here.
 */
export function transaction<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  return inOne("parley_app", idToUuid(ctx.tenantId), (db) => work({ ...ctx, db }));
}

/** As `transaction`, for the instance's own work. */
export function operatorTransaction<T>(
  operator: OperatorContext,
  work: (tx: OperatorContext) => Promise<T>,
): Promise<T> {
  return inOne("parley_operator", "", (db) => work({ ...operator, db }));
}

async function inOne<T>(role: Role, tenant: string, work: (db: Db) => Promise<T>): Promise<T> {
  const connection = await acquire();
  try {
    const opened = Promise.all([connection.unsafe("begin"), enter(connection, role, tenant)]);
    const db = drizzle(async (query, params, method) => ({
      rows: await run(connection, query, params, method),
    }));
    try {
      await opened;
      const result = await work(db);
      await connection.unsafe("commit");
      return result;
    } catch (error) {
      await connection.unsafe("rollback").catch(() => undefined);
      throw error;
    }
  } finally {
    connection.release();
  }
}

/**
 * A statement of the job queue, as its role: it reaches the queue's tables and nothing of a tenant's. Text without
 * values may hold several statements; one that brings its own transaction is given the role inside it.
 */
export async function runAsQueue(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const connection = await acquire();
  try {
    if (/^\s*begin;/i.test(text)) {
      const inRole = text.replace(/^\s*begin;/i, "begin; set local role parley_queue;");
      try {
        return readPlainRows(await connection.unsafe(inRole));
      } catch (error) {
        await connection.unsafe("rollback");
        throw error;
      }
    }
    const flight = [
      connection.unsafe("begin"),
      connection.unsafe("set local role parley_queue"),
      values?.length
        ? connection.unsafe(text, values.map(toPlainValue) as never[], { prepare: true })
        : connection.unsafe(text),
      connection.unsafe("commit"),
    ] as const;
    const settled = await Promise.allSettled(flight);
    const failure = settled.find((result) => result.status === "rejected");
    if (failure) throw failure.reason;
    return readPlainRows((settled[2] as PromiseFulfilledResult<postgres.RowList<postgres.Row[]>>).value);
  } finally {
    connection.release();
  }
}

/** The queue's statements inside a tenant's transaction: in its role for each of them, and back in the tenant's. */
export function queueIn(tx: Context): QueueStatements {
  const { executeSql } = fromDrizzle(tx.db, sql);
  return {
    async executeSql(text, values) {
      await tx.db.execute(sql`select set_config('role', 'parley_queue', true)`);
      const result = await executeSql(text, values);
      await tx.db.execute(sql`select set_config('role', 'parley_app', true)`);
      return result;
    },
  };
}

/** Postgres' notifications on a channel. The embedded database has none: there `null`. */
export async function listenAsQueue(
  channel: string,
  onNotification: (payload: string) => void,
  onListening: () => void,
): Promise<{ close(): Promise<void> } | null> {
  const { sql, embedded } = await storage();
  if (embedded) return null;
  const { unlisten } = await sql.listen(channel, onNotification, onListening);
  return { close: unlisten };
}

/** One round trip to the database. @returns whether it is the embedded one. */
export async function pingStorage(): Promise<boolean> {
  const { sql, embedded } = await storage();
  await sql.unsafe("select 1");
  return embedded;
}
