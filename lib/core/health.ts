import { pingStorage } from "#db/client.ts";
import { env } from "./env.ts";

type Check = { status: "ok" | "down"; detail: string };
export type Health = {
  status: "ok" | "degraded" | "down";
  service: string;
  version: string;
  uptime: number;
  checks: { database: Check; model: Check };
};

/** What runs in place of which service, and whether it answers. Down means: no request can be served. */
export async function readHealth(): Promise<Health> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  const database = await pingStorage().then(
    (embedded): Check => ({ status: "ok", detail: embedded ? "embedded" : "postgres" }),
    (): Check => ({ status: "down", detail: "The database does not answer." }),
  );
  const model: Check = {
    status: "ok",
    detail: OPENAI_API_KEY || OPENAI_BASE_URL ? "openai-compatible" : "built-in",
  };
  return {
    status: database.status === "down" ? "down" : "ok",
    service: "parley",
    version: "0.1.0",
    uptime: Math.round(process.uptime()),
    checks: { database, model },
  };
}
