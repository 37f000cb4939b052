import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import pg from "pg";
import { fromDrizzle } from "pg-boss";
import { env } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { connectionTo } from "./connection-to.ts";
import { asUnavailable, databaseUnavailable, isDatabaseUnavailable } from "./database-unavailable.ts";
import { observeQuery } from "./observe-query.ts";
import { type Query, type Role, runScoped, type Scope } from "./scoped-query.ts";
import { ACQUIRE_TIMEOUT_MS, type Storage, storage } from "./storage.ts";

export type Db = PgRemoteDatabase;

export type QueueStatements = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

const TENANT = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;
const EMBEDDED_TRIES = 5;
const LISTEN_RETRY_MS = 500;
/** How long a read side that failed is not used. */
const READ_SIDE_PAUSE_MS = 5_000;
/** A replica that lags behind reports a replication conflict, or a table or column it does not have yet. */
const REPLICA_ERRORS = new Set(["40001", "42P01", "42703"]);

async function connect({ pool, embedded }: Storage): Promise<pg.PoolClient> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await pool.connect();
    } catch (error) {
      // The embedded database accepts a connection only after the previous one has closed.
      if (!embedded || tries === EMBEDDED_TRIES)
        throw databaseUnavailable("The database is busy or unavailable. Try again in a moment.", error);
      await sleep(50 * tries);
    }
  }
}

/** Runs `work` on a connection. When all are in use, waiting tenants take turns. */
async function onConnection<T>(tenant: string, work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const opened = await storage();
  await opened.slots.acquire(tenant);
  try {
    return await during(await connect(opened), work);
  } finally {
    opened.slots.release();
  }
}

/** Runs `work` on a connection that only heartbeats and leases use. */
async function onLeaseConnection<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const opened = await storage();
  if (!opened.leasePool) return onConnection("", work);
  return during(await connect({ ...opened, pool: opened.leasePool }), work);
}

/** Releases the connection, and destroys it when the database was lost. */
async function during<T>(
  connection: pg.PoolClient,
  work: (connection: pg.PoolClient) => Promise<T>,
): Promise<T> {
  let isLost = false;
  try {
    return await work(connection);
  } catch (error) {
    isLost = isDatabaseUnavailable(error);
    throw error;
  } finally {
    connection.release(isLost);
  }
}

async function send(connection: pg.PoolClient, query: Query): Promise<pg.QueryResult> {
  try {
    return await observeQuery(() => connection.query(query));
  } catch (error) {
    throw asUnavailable(error);
  }
}

/**
 * Starts a transaction as a role, for a tenant (UUID) or for none (""). One simple query needs no planning.
 */
function begin(connection: pg.PoolClient, role: Role, tenant: string) {
  if (!TENANT.test(tenant)) throw new Error("The tenant id is not a UUID.");
  const text = `begin; set local role ${role}; set local app.tenant_id = '${tenant}'`;
  return send(connection, { text });
}

type Statement = { query: string; params: unknown[]; method: "all" | "execute"; withinMs?: number };

/** Rows are arrays when Drizzle knows the columns, otherwise objects. */
function prepared({ query: text, params: values, method, withinMs }: Statement): Query {
  const query = { name: statementName(text), text, values, query_timeout: withinMs };
  return method === "all" ? { ...query, rowMode: "array" } : query;
}

const MAX_STATEMENTS = 2_000;

/** Returns the name to prepare a statement under; none past a limit, which only varying texts reach. */
function statementName(text: string): string | undefined {
  const names = singleton("statementNames", () => new Map<string, string>());
  const known = names.get(text);
  if (known || names.size >= MAX_STATEMENTS) return known;
  const name = `p${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** Runs one statement in one round trip, together with the one that sets its tenant. */
async function single(scope: Scope, statement: Statement, readPool?: pg.Pool) {
  const run = (connection: pg.PoolClient) => runScoped(connection, scope, prepared(statement));
  const { rows } = readPool
    ? await during(await readPool.connect(), run)
    : await onConnection(scope.tenant, run);
  return { rows: rows as unknown[] };
}

/**
 * Like `single`, but on the read side if there is one. Uses the primary if the read side fails or lags
 * behind.
 */
async function singleRead(scope: Scope, statement: Statement) {
  const { readPool } = await storage();
  const pause = singleton("readSidePause", () => ({ until: 0 }));
  if (!readPool || performance.now() < pause.until) return single(scope, statement);
  try {
    return await single(scope, statement, readPool);
  } catch (error) {
    const isAway = isDatabaseUnavailable(asUnavailable(error));
    if (!isAway && !REPLICA_ERRORS.has(codeOf(error))) throw error;
    if (isAway) pause.until = performance.now() + READ_SIDE_PAUSE_MS;
    log().warn(errorFields(error), "read side query failed");
    return single(scope, statement);
  }
}

const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? "");

function database(scope: Scope, withinMs?: number): Db {
  return drizzle((query, params, method) => single(scope, { query, params, method, withinMs }));
}

/**
 * Runs statements on the read side (`DATABASE_READ_URL`), which may lag behind. Do not use it for rows that
 * were just written, or to make a decision. Writes fail.
 */
export function readSideDb(scope: Scope): Db {
  return drizzle((query, params, method) => singleRead(scope, { query, params, method }));
}

export function tenantDb(tenantId: Id<"ten">): Db {
  return database({ role: "parley_app", tenant: idToUuid(tenantId) });
}

/** @param withinMs timeout of a statement; when it passes, the connection is closed as well */
export function operatorDb(withinMs?: number): Db {
  return database({ role: "parley_operator", tenant: "" }, withinMs);
}

/** `operatorDb` on the connections of heartbeats and leases. @param withinMs timeout of a statement */
export function leaseDb(withinMs: number): Db {
  return drizzle(async (query, params, method) => {
    const statement = prepared({ query, params, method, withinMs });
    const scope: Scope = { role: "parley_operator", tenant: "" };
    const { rows } = await onLeaseConnection((connection) => runScoped(connection, scope, statement));
    return { rows: rows as unknown[] };
  });
}

/** For look-ups of public addresses before a tenant is known: the app role without a tenant. */
export function addressDb(): Db {
  return database({ role: "parley_app", tenant: "" });
}

/** Runs `work` as one transaction on one connection. */
export function runTransaction<T>({ role, tenant }: Scope, work: (db: Db) => Promise<T>): Promise<T> {
  return onConnection(tenant, async (connection) => {
    // Not awaited: if it fails, the statements sent after it fail too.
    const opened = begin(connection, role, tenant);
    opened.catch(() => undefined);
    const db = drizzle(async (query, params, method) => ({
      rows: (await send(connection, prepared({ query, params, method }))).rows,
    }));
    try {
      const result = await work(db);
      await opened;
      await send(connection, { text: "commit" });
      return result;
    } catch (error) {
      await send(connection, { text: "rollback" }).catch(() => undefined);
      // Statements after a failed `begin` only report that it failed: throw the cause.
      await opened;
      throw error;
    }
  });
}

/**
 * Runs a statement as the queue's role, which can access only the queue's tables. Text without values may
 * contain several statements and its own transaction. Parses dates and JSON, as pg-boss expects.
 */
export function runAsQueue(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  return runQueueText((work) => onConnection("", work), text, values);
}

/** `runAsQueue` on the connections of heartbeats and leases. */
export function runLeaseAsQueue(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  return runQueueText(onLeaseConnection, text, values);
}

type OnConnection = <T>(work: (connection: pg.PoolClient) => Promise<T>) => Promise<T>;

function runQueueText(
  on: OnConnection,
  text: string,
  values?: unknown[],
): Promise<Record<string, unknown>[]> {
  const types = pg.types as unknown as pg.CustomTypesConfig;
  const role = "parley_queue";
  const own = /^\s*begin;/i.exec(text)?.[0] ?? "";
  return on(async (connection) => {
    if (values?.length) {
      const query = { name: statementName(text), text, values, types };
      return (await runScoped(connection, { role, tenant: "" }, query)).rows;
    }
    try {
      const inRole = `${own} set local role ${role}; ${text.slice(own.length)}`;
      return rowsOf(await send(connection, { text: inRole, types }));
    } catch (error) {
      if (own) await send(connection, { text: "rollback" }).catch(() => undefined);
      throw error;
    }
  });
}

/** Text with several statements has several results. */
function rowsOf(result: pg.QueryResult | pg.QueryResult[]): Record<string, unknown>[] {
  return [result].flat().flatMap(({ rows }) => rows);
}

/**
 * Runs the queue's statements inside a tenant's transaction. Each one runs as the queue's role and then
 * restores the tenant's role.
 */
export function queueIn(transactionDb: Db): QueueStatements {
  const { executeSql } = fromDrizzle(transactionDb, sql);
  return {
    async executeSql(text, values) {
      await transactionDb.execute(sql`select set_config('role', 'parley_queue', true)`);
      const result = await executeSql(text, values);
      await transactionDb.execute(sql`select set_config('role', 'parley_app', true)`);
      return result;
    },
  };
}

/** Runs `work` inside a tenant's transaction as the operator's role, and then restores the tenant's. */
export async function asOperatorIn<T>(transactionDb: Db, work: () => Promise<T>): Promise<T> {
  await transactionDb.execute(sql`select set_config('role', 'parley_operator', true)`);
  const result = await work();
  await transactionDb.execute(sql`select set_config('role', 'parley_app', true)`);
  return result;
}

/**
 * Listens to a channel on a separate connection, and reconnects when it is lost. Returns null on the embedded
 * database, which has no notifications.
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
      await sleep(LISTEN_RETRY_MS, undefined, { ref: false });
      if (isClosed) return;
      try {
        return await listen();
      } catch {
        // The database is unavailable: try again.
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
