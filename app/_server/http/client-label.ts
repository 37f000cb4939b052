import { keyedHash } from "#lib/core/secrets.ts";

/**
 * Distinguishes clients in the log for one day (UTC) without storing their addresses. Keyed, because there
 * are few enough addresses to reverse a plain hash.
 */
export function clientLabel(address: string, now: Date): string {
  return keyedHash(`log client:${now.toISOString().slice(0, 10)}:${address}`).slice(0, 10);
}
