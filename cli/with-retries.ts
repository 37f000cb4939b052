import { setTimeout as sleep } from "node:timers/promises";
import { ParleyError } from "#lib/core/errors.ts";

/** Half a minute in all: a server that restarts is back by then. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** The database layer wraps "the database is busy" in another error. */
export function isPassing(error: unknown): boolean {
  const known = error instanceof ParleyError ? error : error instanceof Error ? error.cause : null;
  return known instanceof ParleyError && known.code === "unavailable";
}

/** Tries again, up to five times, while the other side is away; any other error is thrown at once. */
export async function withRetries<T>(
  work: () => Promise<T>,
  stop?: AbortSignal,
  pauses = PAUSES_MS,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || stop?.aborted) throw error;
      await sleep(pause, undefined, { signal: stop }).catch(() => {
        throw error;
      });
    }
  }
  return work();
}
