import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { asUnavailable, databaseUnavailable, isDatabaseUnavailable } from "./database-unavailable.ts";
import { observeQuery } from "./observe-query.ts";
import type { Query } from "./scoped-query.ts";
import { type Storage, storage } from "./storage.ts";

const EMBEDDED_TRIES = 5;

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
export async function onConnection<T>(
  tenant: string,
  work: (connection: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const opened = await storage();
  await opened.slots.acquire(tenant);
  try {
    return await during(await connect(opened), work);
  } finally {
    opened.slots.release();
  }
}

/** Runs `work` on a connection that only heartbeats and leases use. */
export async function onLeaseConnection<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const opened = await storage();
  if (!opened.leasePool) return onConnection("", work);
  return during(await connect({ ...opened, pool: opened.leasePool }), work);
}

/** Releases the connection, and destroys it when the database was lost. */
export async function during<T>(
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

export async function send(connection: pg.PoolClient, query: Query): Promise<pg.QueryResult> {
  try {
    return await observeQuery(() => connection.query(query));
  } catch (error) {
    throw asUnavailable(error);
  }
}
