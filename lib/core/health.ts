import { pingStorage } from "#db/client.ts";
import { briefly } from "./briefly.ts";
import { checkStorage } from "./check-storage.ts";
import { env } from "./env.ts";
import { singleton } from "./singleton.ts";
import { objectStore } from "./storage/object-store.ts";

type Check = { status: "ok" | "down"; detail: string };
export type Health = {
  status: "ok" | "degraded" | "down";
  service: string;
  version: string;
  uptime: number;
  checks: { database: Check; storage: Check; model: Check };
};

const STORAGE_LIMIT_MS = 2_000;
/** Whoever asks, and however often: the bucket is asked once in this time. */
const STORAGE_TTL_MS = 3_000;

/**
 * What runs in place of which service, and whether it answers. Down means: no request can be served. Degraded: chats
 * go on, but files can be neither stored nor read.
 */
export async function readHealth(): Promise<Health> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  const [database, storage] = await Promise.all([
    pingStorage().then(
      (embedded): Check => ({ status: "ok", detail: embedded ? "embedded" : "postgres" }),
      (): Check => ({ status: "down", detail: "The database does not answer." }),
    ),
    singleton("health.storage", () => briefly(STORAGE_TTL_MS, readStorage)).get(""),
  ]);
  const model: Check = {
    status: "ok",
    detail: OPENAI_API_KEY || OPENAI_BASE_URL ? "openai-compatible" : "built-in",
  };
  return {
    status: database.status === "down" ? "down" : storage.status === "down" ? "degraded" : "ok",
    service: "parley",
    version: "0.1.0",
    uptime: Math.round(process.uptime()),
    checks: { database, storage, model },
  };
}

async function readStorage(): Promise<Check> {
  const isUp = await checkStorage(objectStore(), STORAGE_LIMIT_MS);
  return isUp
    ? { status: "ok", detail: env().STORAGE_DRIVER }
    : { status: "down", detail: "The file storage does not answer or is full." };
}
