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
const LISTEN_AGAIN_MS = 500;
/** For so long nobody asks a read side that did not answer. */
const READ_SIDE_REST_MS = 5_000;
/** What a copy says that the first cannot: a conflict with what is being copied, and a table or column not copied yet. */
const BEHIND = new Set(["40001", "42P01", "42703"]);

/** Code that waits for a second connection inside its own transaction would wait for ever on a pool of one. */
async function connect({ pool, embedded }: Storage): Promise<pg.PoolClient> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await pool.connect();
    } catch (error) {
      // The embedded database takes a new connection only once it has seen the one before go.
      if (!embedded || tries === EMBEDDED_TRIES)
        throw databaseUnavailable("The database is busy or unavailable. Try again in a moment.", error);
      await sleep(50 * tries);
    }
  }
}

/** A connection for as long as `work` takes. Where all are in use the tenants that wait for one get theirs by turns. */
async function onConnection<T>(tenant: string, work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const opened = await storage();
  await opened.places.enter(tenant);
  try {
    return await during(await connect(opened), work);
  } finally {
    opened.places.leave();
  }
}

/** A connection that says the database is away is ending, and goes to nobody else. */
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

/** Begins a transaction as a role, for a tenant given as a UUID or for none (""): one message, with nothing to plan or to read. */
function begin(connection: pg.PoolClient, role: Role, tenant: string) {
  if (!TENANT.test(tenant)) throw new Error("A tenant's id is a UUID.");
  const text = `begin; set local role ${role}; set local app.tenant_id = '${tenant}'`;
  return send(connection, { text });
}

type Statement = { query: string; params: unknown[]; method: "all" | "execute"; withinMs?: number };

/** Rows come as arrays for a query whose columns are known, else as objects. */
function prepared({ query: text, params: values, method, withinMs }: Statement): Query {
  const query = { name: statementName(text), text, values, query_timeout: withinMs };
  return method === "all" ? { ...query, rowMode: "array" } : query;
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

/** One round trip, and no statement ever runs without its tenant. */
async function single(scope: Scope, statement: Statement, readPool?: pg.Pool) {
  const run = (connection: pg.PoolClient) => runScoped(connection, scope, prepared(statement));
  const { rows } = readPool
    ? await during(await readPool.connect(), run)
    : await onConnection(scope.tenant, run);
  return { rows: rows as unknown[] };
}

/** As `single`, on the read side where there is one; the first is asked where that does not answer or is behind. */
async function singleRead(scope: Scope, statement: Statement) {
  const { readPool } = await storage();
  const rest = singleton("readSideRest", () => ({ until: 0 }));
  if (!readPool || performance.now() < rest.until) return single(scope, statement);
  try {
    return await single(scope, statement, readPool);
  } catch (error) {
    const isAway = isDatabaseUnavailable(asUnavailable(error));
    if (!isAway && !BEHIND.has(codeOf(error))) throw error;
    if (isAway) rest.until = performance.now() + READ_SIDE_REST_MS;
    log().warn(errorFields(error), "the read side did not answer");
    return single(scope, statement);
  }
}

const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? "");

function database(scope: Scope, withinMs?: number): Db {
  return drizzle((query, params, method) => single(scope, { query, params, method, withinMs }));
}

/**
 * Statements on the read side (`DATABASE_READ_URL`), which may lag behind: never for rows that were just written, nor for a
 * decision. Writes fail there.
 */
export function readSideDb(scope: Scope): Db {
  return drizzle((query, params, method) => singleRead(scope, { query, params, method }));
}

export function tenantDb(tenantId: Id<"ten">): Db {
  return database({ role: "parley_app", tenant: idToUuid(tenantId) });
}

/** Within so many milliseconds a statement is answered, or fails and takes its connection with it. */
export function operatorDb(withinMs?: number): Db {
  return database({ role: "parley_operator", tenant: "" }, withinMs);
}

/** Look-ups of public addresses before a tenant is known: the app role with no tenant set. */
export function addressDb(): Db {
  return database({ role: "parley_app", tenant: "" });
}

/** Runs `work` as one transaction on one connection. */
export function runTransaction<T>({ role, tenant }: Scope, work: (db: Db) => Promise<T>): Promise<T> {
  return onConnection(tenant, async (connection) => {
    // Not waited for: where it fails, so does what is sent behind it.
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
      // What comes behind a failed `begin` only says that it failed.
      await opened;
      throw error;
    }
  });
}

/**
 * A statement of the job queue, as its role: it reaches the queue's tables and nothing of a tenant's. Text without
 * values may hold several statements; one that brings its own transaction is given the role inside it. Dates and JSON
 * come as values, for a library that brings its own SQL expects them.
 */
export function runAsQueue(text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const types = pg.types as unknown as pg.CustomTypesConfig;
  const role = "parley_queue";
  const own = /^\s*begin;/i.exec(text)?.[0] ?? "";
  return onConnection("", async (connection) => {
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

/** Several statements in one text give several results. */
function rowsOf(result: pg.QueryResult | pg.QueryResult[]): Record<string, unknown>[] {
  return [result].flat().flatMap(({ rows }) => rows);
}

/** The queue's statements inside a tenant's transaction: each runs in the queue's role, and the tenant's role is restored. */
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
