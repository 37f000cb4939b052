import { setTimeout as sleep } from "node:timers/promises";
import { ParleyError } from "#lib/core/errors.ts";

const SERVICE = "database";

/** The database is away for the moment: whoever asked may ask again. */
export function databaseUnavailable(message: string, cause?: unknown): ParleyError {
  const error = new ParleyError("unavailable", message, { service: SERVICE });
  error.cause = cause;
  return error;
}

/** Whether an error, or what it wraps, says that the database is away. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ParleyError && (cause.details as { service?: string })?.service === SERVICE)
      return true;
  return false;
}

/** What the system says of a server that is away, and Postgres of itself when it ends, starts or has no room. */
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
/** node-postgres gives these no code. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded)/;

/** An error that says the database is away becomes one that a caller may be told; others stay as they are. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code = "" } = error as { code?: string };
  if (!awayCodes.has(code) && !LOST.test(error.message)) return error;
  return databaseUnavailable("The database is not responding. Try again in a moment.", error);
}

const PAUSES_MS = [200, 500, 1_000, 2_000, 2_000];
const PATIENCE_MS = 10_000;

/** Does something that may be done twice, again where the database was away: over a restart of it, not over an outage. */
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
