import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import pg from "pg";
import { fromDrizzle } from "pg-boss";
import type { Context, OperatorContext } from "#lib/core/context.ts";
import { env } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { connectionTo } from "./connection-to.ts";
import { asUnavailable, databaseAway, isDatabaseAway } from "./database-away.ts";
import { ACQUIRE_TIMEOUT_MS, storage } from "./storage.ts";

export type Db = PgRemoteDatabase;

export type QueueStatements = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

type Role = "parley_app" | "parley_operator";

const EMBEDDED_TRIES = 5;
const LISTEN_AGAIN_MS = 500;
/** For so long nobody asks a read side that did not answer. */
const READ_SIDE_REST_MS = 5_000;
/** What a copy says that the first cannot: a conflict with what is being copied, and a table or column not copied yet. */
const BEHIND = new Set(["40001", "42P01", "42703"]);

/** Code that waits for a second connection inside its own transaction would wait for ever on a pool of one. */
async function acquire(): Promise<pg.PoolClient> {
  const { pool, embedded } = await storage();
  for (let tries = 1; ; tries += 1) {
    try {
      return await pool.connect();
    } catch (error) {
      // The embedded database takes a new connection only once it has seen the one before go.
      if (!embedded || tries === EMBEDDED_TRIES)
        throw databaseAway("The database is busy or away. Try again in a moment.", error);
      await sleep(50 * tries);
    }
  }
}

async function send(
  connection: pg.PoolClient,
  query: pg.QueryConfig | pg.QueryArrayConfig,
): Promise<pg.QueryResult> {
  try {
    return await connection.query(query as pg.QueryConfig);
  } catch (error) {
    throw asUnavailable(error);
  }
}

function enter(connection: pg.PoolClient, role: Role, tenant: string) {
  const text = "select set_config('role', $1, true), set_config('app.tenant_id', $2, true)";
  return send(connection, { name: statementName(text), text, values: [role, tenant] });
}

/** @returns rows as arrays for a query whose columns are known, else as objects */
async function run(
  connection: pg.PoolClient,
  text: string,
  values: unknown[],
  method: "all" | "execute",
  withinMs?: number,
): Promise<unknown[]> {
  const query = { name: statementName(text), text, values, query_timeout: withinMs };
  const { rows } = await send(connection, method === "all" ? { ...query, rowMode: "array" } : query);
  return rows;
}

const MOST_STATEMENTS = 2_000;

/** Statements are prepared once a connection, by name. Past a number of them new ones are not: their texts vary too much. */
function statementName(text: string): string | undefined {
  const names = singleton("statementNames", () => new Map<string, string>());
  const known = names.get(text);
  if (known || names.size >= MOST_STATEMENTS) return known;
  const name = `p${names.size + 1}`;
  names.set(text, name);
  return name;
}

type Statement = { query: string; params: unknown[]; method: "all" | "execute"; withinMs?: number };

/** begin, set, query, commit in one flight: one round trip, and no statement ever runs without its tenant. */
async function single(role: Role, tenant: string, statement: Statement, connecting = acquire()) {
  const { query, params, method, withinMs } = statement;
  const connection = await connecting;
  try {
    const rows = await inFlight(connection, () => [
      enter(connection, role, tenant),
      run(connection, query, params, method, withinMs),
    ]);
    return { rows: rows as unknown[] };
  } finally {
    connection.release();
  }
}

/** As `single`, on the read side where there is one; the first is asked where that does not answer or is behind. */
async function singleRead(role: Role, tenant: string, statement: Statement) {
  const { readPool } = await storage();
  const rest = singleton("readSideRest", () => ({ until: 0 }));
  if (!readPool || performance.now() < rest.until) return single(role, tenant, statement);
  try {
    return await single(role, tenant, statement, readPool.connect());
  } catch (error) {
    const isAway = isDatabaseAway(asUnavailable(error));
    if (!isAway && !BEHIND.has(codeOf(error))) throw error;
    if (isAway) rest.until = performance.now() + READ_SIDE_REST_MS;
    log().warn(errorFields(error), "the read side did not answer");
    return single(role, tenant, statement);
  }
}

const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? "");

/** Statements in one transaction and one flight. @returns what the last of them says */
async function inFlight(connection: pg.PoolClient, statements: () => Promise<unknown>[]): Promise<unknown> {
  const flight = [send(connection, { text: "begin" }), ...statements(), send(connection, { text: "commit" })];
  const settled = await Promise.allSettled(flight);
  for (const result of settled) if (result.status === "rejected") throw result.reason;
  return (settled.at(-2) as PromiseFulfilledResult<unknown>).value;
}

function database(role: Role, tenant: string, withinMs?: number): Db {
  return drizzle((query, params, method) => single(role, tenant, { query, params, method, withinMs }));
}

/**
 * The same context on the read side (`DATABASE_READ_URL`): for reports and pages of what is past. It may be a moment behind, so
 * never for what was just written, nor for anything that decides. Writes fail there. Not inside a transaction.
 */
export function readSide<C extends Context | OperatorContext>(ctx: C): C {
  const [role, tenant] =
    "operator" in ctx
      ? (["parley_operator", ""] as const)
      : (["parley_app", idToUuid(ctx.tenantId)] as const);
  const db = drizzle((query, params, method) => singleRead(role, tenant, { query, params, method }));
  return { ...ctx, db };
}

export function tenantDb(tenantId: Id<"ten">): Db {
  return database("parley_app", idToUuid(tenantId));
}

/** Within so many milliseconds a statement is answered, or fails and takes its connection with it. */
export function operatorDb(withinMs?: number): Db {
  return database("parley_operator", "", withinMs);
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
    const opened = Promise.all([send(connection, { text: "begin" }), enter(connection, role, tenant)]);
    const db = drizzle(async (query, params, method) => ({
      rows: await run(connection, query, params, method),
    }));
    try {
      await opened;
      const result = await work(db);
      await send(connection, { text: "commit" });
      return result;
    } catch (error) {
      await send(connection, { text: "rollback" }).catch(() => undefined);
      throw error;
    }
  } finally {
    connection.release();
  }
}

/**
 * A statement of the job queue, as its role: it reaches the queue's tables and nothing of a tenant's. Text without
 * values may hold several statements; one that brings its own transaction is given the role inside it. Dates and JSON
 * come as values, for a library that brings its own SQL expects them.
 */
export async function runAsQueue(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const connection = await acquire();
  const types = pg.types as unknown as pg.CustomTypesConfig;
  try {
    if (/^\s*begin;/i.test(text)) {
      const inRole = text.replace(/^\s*begin;/i, "begin; set local role parley_queue;");
      try {
        return rowsOf(await send(connection, { text: inRole, types }));
      } catch (error) {
        await send(connection, { text: "rollback" });
        throw error;
      }
    }
    const query = values?.length ? { name: statementName(text), text, values, types } : { text, types };
    const result = await inFlight(connection, () => [
      send(connection, { text: "set local role parley_queue" }),
      send(connection, query),
    ]);
    return rowsOf(result as pg.QueryResult);
  } finally {
    connection.release();
  }
}

/** Several statements in one text give several results. */
function rowsOf(result: pg.QueryResult | pg.QueryResult[]): Record<string, unknown>[] {
  return [result].flat().flatMap(({ rows }) => rows);
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

/**
 * Postgres' notifications on a channel, on a connection of its own that is made again when it is lost. The embedded
 * database has none: there `null`.
 */
export async function listenAsQueue(
  channel: string,
  onNotification: (payload: string) => void,
  onListening: () => void,
): Promise<{ close(): Promise<void> } | null> {
  const { embedded } = await storage();
  if (embedded) return null;
  let current: pg.Client | null = null;
  let isClosed = false;
  const listen = async () => {
    const client = new pg.Client({
      ...connectionTo(env().DATABASE_URL ?? ""),
      application_name: "parley",
      connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on("error", () => undefined);
    client.on("notification", ({ payload }) => onNotification(payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    client.once("end", again);
    current = client;
    if (isClosed) await client.end();
    onListening();
  };
  const again = async () => {
    while (!isClosed) {
      await sleep(LISTEN_AGAIN_MS, undefined, { ref: false });
      if (isClosed) return;
      try {
        return await listen();
      } catch {
        // The database is away.
      }
    }
  };
  await listen();
  return {
    async close() {
      isClosed = true;
      await current?.end();
    },
  };
}
