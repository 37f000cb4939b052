import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { env } from "#lib/core/env.ts";
import { singleton } from "#lib/core/singleton.ts";
import { connectionTo } from "./connection-to.ts";
import { asUnavailable, databaseUnavailable } from "./database-unavailable.ts";
import { type EmbeddedServer, startEmbedded } from "./embedded.ts";
import { FairSemaphore } from "./fair-semaphore.ts";
import { migrateDatabase } from "./migrate.ts";

/**
 * `slots` limits use of the pool's connections. `leasePool` is for heartbeats and leases, so that they do not
 * wait for queries; null on the embedded database. `readPool` is null where no read side is configured.
 */
export type Storage = {
  pool: pg.Pool;
  slots: FairSemaphore;
  leasePool: pg.Pool | null;
  readPool: pg.Pool | null;
  embedded: boolean;
  close(): Promise<void>;
};

export const ACQUIRE_TIMEOUT_MS = 10_000;
/** One for the turn log, one for the leases of jobs. */
const LEASE_CONNECTIONS = 2;
const PING_TIMEOUT_MS = 2_000;
const END_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** Queries fall back to the primary after this time. */
const READ_CONNECT_TIMEOUT_MS = 1_000;
const SILENT_MS = 5_000;
/** Ends the transaction of a paused process, and its locks, before other processes take over its turns. */
const IDLE_TRANSACTION_TIMEOUT_MS = 10_000;

/** Dates, big numbers, intervals and JSON stay text: Drizzle's columns map them. */
const TEXT_TYPES = new Set([20, 114, 1082, 1083, 1114, 1115, 1182, 1184, 1185, 1186, 1231, 3802]);
const asText = (value: string) => value;
const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    format !== "binary" && TEXT_TYPES.has(oid) ? asText : pg.types.getTypeParser(oid, format),
};

/** Opens storage once per process, and migrates it before anything can connect. */
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
  const { DATABASE_URL, DATABASE_READ_URL, DATA_DIR } = env();
  if (!DATABASE_URL) return openEmbedded(DATA_DIR);
  await migrateDatabase(DATABASE_URL);
  const pool = openPool(serverOptions(DATABASE_URL));
  const leasePool = openPool({ ...serverOptions(DATABASE_URL), max: LEASE_CONNECTIONS });
  const readPool = DATABASE_READ_URL
    ? openPool({
        ...serverOptions(DATABASE_READ_URL),
        connectionTimeoutMillis: READ_CONNECT_TIMEOUT_MS,
        options: `${SETTINGS} -c default_transaction_read_only=on`,
      })
    : null;
  return {
    pool,
    slots: new FairSemaphore(env().DATABASE_POOL_SIZE, ACQUIRE_TIMEOUT_MS),
    leasePool,
    readPool,
    embedded: false,
    async close() {
      await Promise.all([endPool(pool), endPool(leasePool), readPool && endPool(readPool)]);
    },
  };
}

/**
 * Postgres estimates such high costs for vector distances that it would compile each query. That takes longer
 * than running it.
 */
const SETTINGS = "-c jit=off";

function serverOptions(url: string): pg.PoolConfig {
  return {
    ...connectionTo(url),
    max: env().DATABASE_POOL_SIZE,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
    application_name: "parley",
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // Postgres has canceled the statement by then; without an answer the connection is lost.
    query_timeout: STATEMENT_TIMEOUT_MS + SILENT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    options: SETTINGS,
  };
}

async function openEmbedded(directory: string): Promise<Storage> {
  const server: EmbeddedServer = await startEmbedded(directory);
  const pool = openPool({
    host: server.socketDirectory,
    user: "postgres",
    database: "postgres",
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
  });
  // All connections share one session, which still has the prepared statements of the previous connection.
  pool.on("connect", (connection) => void connection.query("deallocate all").catch(() => undefined));
  await migrateDatabase(pool);
  return {
    pool,
    slots: new FairSemaphore(1, ACQUIRE_TIMEOUT_MS),
    leasePool: null,
    readPool: null,
    embedded: true,
    async close() {
      await endPool(pool);
      await server.close();
    },
  };
}

/** `pipeline`: statements are sent without waiting for the previous result. */
function openPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...options, types: columnTypes, pipeline: true } as pg.PoolConfig);
  // A lost connection fails its statements, so callers see the error there.
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  pool.on("error", () => undefined);
  return pool;
}

/** Waits for running statements, at most `END_TIMEOUT_MS`. */
async function endPool(pool: pg.Pool): Promise<void> {
  await Promise.race([pool.end(), sleep(END_TIMEOUT_MS, undefined, { ref: false })]);
}

/** Open connections, idle connections, and callers waiting for one. */
export async function readPool(): Promise<{ total: number; idle: number; waiting: number }> {
  const { pool, slots } = await storage();
  return { total: pool.totalCount, idle: pool.idleCount, waiting: slots.waiting + pool.waitingCount };
}

/** The longest wait for a connection since the last call, in milliseconds. */
export async function takeLongestWait(): Promise<number> {
  return (await storage()).slots.takeLongestWait();
}

/**
 * One round trip to the database. @returns whether it is the embedded one.
 * @throws ParleyError unavailable when it does not answer in two seconds
 */
export async function pingStorage(): Promise<boolean> {
  const { pool, embedded } = await storage();
  const late = sleep(PING_TIMEOUT_MS, "late" as const, { ref: false });
  const asked = pool.query("select 1").catch((error: unknown) => {
    throw asUnavailable(error);
  });
  if ((await Promise.race([asked, late])) === "late")
    throw databaseUnavailable("The database is not responding.");
  return embedded;
}
