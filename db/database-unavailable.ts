import { setTimeout as sleep } from "node:timers/promises";
import { ParleyError } from "#lib/core/errors.ts";

const SERVICE = "database";

/** The database is temporarily unavailable, so the caller may try again. */
export function databaseUnavailable(message: string, cause?: unknown): ParleyError {
  const error = new ParleyError("unavailable", message, { service: SERVICE });
  error.cause = cause;
  return error;
}

/** Whether an error or its cause says that the database is unavailable. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ParleyError && (cause.details as { service?: string })?.service === SERVICE)
      return true;
  return false;
}

/**
 * Error codes of the operating system for an unreachable server, and of Postgres when it stops, starts or has
 * too many connections.
 */
const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "25P03",
  "53300",
  "57P01",
  "57P02",
  "57P03",
]);
/** node-postgres does not set a code on these errors. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded)/;

/**
 * Turns an error about an unavailable database into one that callers may see. Returns other errors unchanged.
 */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code = "" } = error as { code?: string };
  if (!awayCodes.has(code) && !LOST.test(error.message)) return error;
  return databaseUnavailable("The database is not responding. Try again in a moment.", error);
}

const PAUSES_MS = [200, 500, 1_000, 2_000, 2_000];
const PATIENCE_MS = 10_000;

/**
 * Runs work that is safe to repeat, and repeats it while the database is unavailable. Covers a restart, not
 * an outage.
 */
export async function waitForDatabase<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() - started > PATIENCE_MS) throw error;
    }
    await sleep(pause);
  }
  return work();
}
