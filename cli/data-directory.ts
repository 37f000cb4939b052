import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const serverFile = z.object({ url: z.url({ protocol: /^https?$/ }), pid: z.number().int() });
const demoFile = z.object({
  tenant: z.string(),
  apiKey: z.string(),
  chatbots: z.record(z.string(), z.string()),
});

export type Demo = z.infer<typeof demoFile>;

/** The demo that the first start left in the data directory, if any. */
export function readDemo(directory: string): Demo | null {
  return read(join(directory, "demo.json"), demoFile);
}

const REFUSED_SOON_MS = 3_000;
/** A development server builds the route on its first request. */
const BUILDING_MS = 90_000;

/** URL of the server that runs on this data directory, or null. A killed server leaves its file behind. */
export async function findServer(directory: string): Promise<string | null> {
  const file = read(join(directory, "server.json"), serverFile);
  if (!file) return null;
  const timeout = isAlive(file.pid) ? BUILDING_MS : REFUSED_SOON_MS;
  try {
    const response = await fetch(`${file.url}/api/health/live`, {
      signal: AbortSignal.timeout(timeout),
      redirect: "error",
    });
    const health = z.object({ status: z.literal("ok") }).safeParse(await response.json());
    return response.ok && health.success && response.headers.has("x-request-id") ? file.url : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function read<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}
