import { pingStorage } from "#db/storage.ts";
import { checkStorage } from "#lib/core/check-storage.ts";
import { createCache } from "#lib/core/create-cache.ts";
import { env } from "#lib/core/env.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import type { ProjectionSample, QueueSample } from "#lib/core/read-metrics.ts";
import { singleton } from "#lib/core/singleton.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { VERSION } from "#lib/core/version.ts";

/** Degraded: a fallback is in use, or work is delayed. */
type Check = { status: "ok" | "degraded" | "down"; detail: string };
export type Health = {
  status: "ok" | "degraded" | "down";
  service: string;
  version: string;
  uptime: number;
  checks: {
    database: Check;
    redis: Check;
    queue: Check;
    worker: Check;
    storage: Check;
    model: Check;
    projections: Check;
  };
};

/** The bucket and Redis are checked at most once in this time, however many probes arrive. */
const STORAGE_TTL_MS = 3_000;
const REDIS_TTL_MS = 1_000;
/** A large upload keeps a worker busy for minutes. A longer wait needs an operator's attention. */
const LONGEST_WAIT_SECONDS = 600;
/** Events of one workspace that are appended and not yet shown. */
const LONGEST_LAG = 1_000;

/** Passed in, because this module may not import the modules above it. */
type Above = {
  queue: () => Promise<QueueSample[]>;
  workers: () => Promise<number>;
  projections: () => Promise<ProjectionSample>;
};

/**
 * Which service or fallback is in use, and whether it responds. Down: no request can be served. Degraded:
 * chats continue, but files cannot be stored or read, limits are counted without Redis, or jobs are not run.
 */
export async function readHealth({
  queue: lookAtQueue,
  workers,
  projections: lookAtProjections,
}: Above): Promise<Health> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  const [database, redis, queue, worker, storage, projections] = await Promise.all([
    pingStorage().then(
      (embedded): Check => ({ status: "ok", detail: embedded ? "embedded" : "postgres" }),
      (): Check => ({ status: "down", detail: "The database is not responding." }),
    ),
    singleton("health.redis", () => createCache("health-redis", REDIS_TTL_MS, readRedis, 1)).get(""),
    readQueue(lookAtQueue),
    readWorkers(workers),
    singleton("health.storage", () => createCache("health-storage", STORAGE_TTL_MS, readStorage, 1)).get(""),
    readProjections(lookAtProjections),
  ]);
  const model: Check = {
    status: "ok",
    detail: OPENAI_API_KEY || OPENAI_BASE_URL ? "openai-compatible" : "built-in",
  };
  const isWhole = [redis, queue, worker, storage, projections].every(({ status }) => status === "ok");
  return {
    status: database.status === "down" ? "down" : isWhole ? "ok" : "degraded",
    service: "parley",
    version: VERSION,
    uptime: Math.round(process.uptime()),
    checks: { database, redis, queue, worker, storage, model, projections },
  };
}

async function readStorage(): Promise<Check> {
  const isUp = await checkStorage(objectStore());
  return isUp
    ? { status: "ok", detail: env().STORAGE_DRIVER }
    : { status: "down", detail: "The file storage is not responding or is full." };
}

/** Reveals no numbers, because health is public. */
async function readQueue(look: Above["queue"]): Promise<Check> {
  const queues = await look().catch(() => null);
  if (!queues) return { status: "down", detail: "The queue is not responding." };
  if (queues.every(({ oldestSeconds }) => oldestSeconds <= LONGEST_WAIT_SECONDS))
    return { status: "ok", detail: "Postgres" };
  const minutes = LONGEST_WAIT_SECONDS / 60;
  const detail = `Jobs have been waiting for more than ${minutes} minutes. No worker is running, or the workers are overloaded.`;
  return { status: "degraded", detail };
}

/** Having no worker is not an error by itself; the queue check reports jobs that wait too long. */
async function readWorkers(count: Above["workers"]): Promise<Check> {
  const workers = await count().catch(() => null);
  if (workers === null) return { status: "down", detail: "The list of running processes is not available." };
  return {
    status: "ok",
    detail: workers > 0 ? "running" : "No workers. Only a scheduler calling /api/cron can process jobs.",
  };
}

async function readProjections(look: Above["projections"]): Promise<Check> {
  const sample = await look().catch(() => null);
  if (!sample) return { status: "down", detail: "The projections of check-ins are not available." };
  if (sample.parked > 0)
    return {
      status: "degraded",
      detail: "Some check-in events can't be read. The log names their positions.",
    };
  if (sample.lag > LONGEST_LAG) return { status: "degraded", detail: "Check-ins are shown with a delay." };
  return { status: "ok", detail: "up to date" };
}

async function readRedis(): Promise<Check> {
  const shared = kv();
  if (shared.driver === "memory") return { status: "ok", detail: "in memory, one process only" };
  return (await shared.check())
    ? { status: "ok", detail: shared.driver }
    : {
        status: "degraded",
        detail:
          "Redis is not responding. Limits are counted by each process, and in Postgres for model calls.",
      };
}
