import { pingStorage } from "#db/client.ts";
import { briefly } from "./briefly.ts";
import { checkStorage } from "./check-storage.ts";
import { env } from "./env.ts";
import { kv } from "./kv/open-kv.ts";
import { singleton } from "./singleton.ts";
import { objectStore } from "./storage/object-store.ts";
import { VERSION } from "./version.ts";

/** Degraded: something else does its work, less well. */
type Check = { status: "ok" | "degraded" | "down"; detail: string };
export type Health = {
  status: "ok" | "degraded" | "down";
  service: string;
  version: string;
  uptime: number;
  checks: { database: Check; redis: Check; storage: Check; model: Check };
};

const STORAGE_LIMIT_MS = 2_000;
/** Whoever asks, and however often: the bucket and Redis are asked once in this time. */
const STORAGE_TTL_MS = 3_000;
const REDIS_TTL_MS = 1_000;

/**
 * What runs in place of which service, and whether it answers. Down means: no request can be served. Degraded: chats
 * go on, but files can be neither stored nor read, or limits are counted without Redis.
 */
export async function readHealth(): Promise<Health> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  const [database, redis, storage] = await Promise.all([
    pingStorage().then(
      (embedded): Check => ({ status: "ok", detail: embedded ? "embedded" : "postgres" }),
      (): Check => ({ status: "down", detail: "The database does not answer." }),
    ),
    singleton("health.redis", () => briefly("health-redis", REDIS_TTL_MS, readRedis)).get(""),
    singleton("health.storage", () => briefly("health-storage", STORAGE_TTL_MS, readStorage)).get(""),
  ]);
  const model: Check = {
    status: "ok",
    detail: OPENAI_API_KEY || OPENAI_BASE_URL ? "openai-compatible" : "built-in",
  };
  const isWhole = [redis, storage].every(({ status }) => status === "ok");
  return {
    status: database.status === "down" ? "down" : isWhole ? "ok" : "degraded",
    service: "parley",
    version: VERSION,
    uptime: Math.round(process.uptime()),
    checks: { database, redis, storage, model },
  };
}

async function readStorage(): Promise<Check> {
  const isUp = await checkStorage(objectStore(), STORAGE_LIMIT_MS);
  return isUp
    ? { status: "ok", detail: env().STORAGE_DRIVER }
    : { status: "down", detail: "The file storage does not answer or is full." };
}

async function readRedis(): Promise<Check> {
  const shared = kv();
  if (shared.driver === "memory") return { status: "ok", detail: "in memory, for one process" };
  return (await shared.check())
    ? { status: "ok", detail: shared.driver }
    : {
        status: "degraded",
        detail:
          "Redis does not answer. Limits are counted by each process, and in Postgres where a model is called.",
      };
}
