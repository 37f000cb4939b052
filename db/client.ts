import { sql } from "drizzle-orm";
import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import type pg from "pg";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { during, onConnection, onLeaseConnection, send } from "./connections.ts";
import { asUnavailable, isDatabaseUnavailable } from "./database-unavailable.ts";
import { prepared, type Statement } from "./prepared.ts";
import { type Role, runScoped, type Scope } from "./scoped-query.ts";
import { storage } from "./storage.ts";

export type Db = PgRemoteDatabase;

const TENANT = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;
/** How long a read side that failed is not used. */
const READ_SIDE_PAUSE_MS = 5_000;
/** A replica that lags behind reports a replication conflict, or a table or column it does not have yet. */
const REPLICA_ERRORS = new Set(["40001", "42P01", "42703"]);

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

/** Runs `work` inside a tenant's transaction as the operator's role, and then restores the tenant's. */
export async function asOperatorIn<T>(transactionDb: Db, work: () => Promise<T>): Promise<T> {
  await transactionDb.execute(sql`select set_config('role', 'parley_operator', true)`);
  const result = await work();
  await transactionDb.execute(sql`select set_config('role', 'parley_app', true)`);
  return result;
}

/**
 * Starts a transaction as a role, for a tenant (UUID) or for none (""). One simple query needs no planning.
 */
function begin(connection: pg.PoolClient, role: Role, tenant: string) {
  if (!TENANT.test(tenant)) throw new Error("The tenant id is not a UUID.");
  const text = `begin; set local role ${role}; set local app.tenant_id = '${tenant}'`;
  return send(connection, { text });
}
