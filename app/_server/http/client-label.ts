import { keyedHash } from "#lib/core/secrets.ts";

/**
 * Tells clients apart in the log for one day (UTC) without storing their addresses. It is keyed: there are so
 * few addresses that a plain hash of each could be computed and looked up.
 */
export function clientLabel(address: string, now: Date): string {
  return keyedHash(`log client:${now.toISOString().slice(0, 10)}:${address}`).slice(0, 10);
}
