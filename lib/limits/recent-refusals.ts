import { LRUCache } from "lru-cache";
import type { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";

const MOST = 20_000;
/** A raised budget takes effect within this time. */
const LONGEST_MS = 5_000;

type Remembered = { error: ParleyError; until: number };

const recent = () =>
  singleton(
    "recentRefusals",
    () => new LRUCache<string, Remembered>({ max: MOST, ttl: LONGEST_MS, perf: Date }),
  );

/** Remembers a refusal of everything from `who`, for at most five seconds. */
export function rememberRefusal(
  who: string,
  error: ParleyError,
  milliseconds: number,
  now = Date.now(),
): void {
  const forMs = Math.min(milliseconds, LONGEST_MS);
  // NaN if the error does not say how long it applies.
  if (forMs > 0) recent().set(who, { error, until: now + forMs }, { ttl: forMs });
}

/** The refusal that still applies to one of these, and for how long; null if none does. */
export function recentRefusal(
  who: readonly string[],
  now = Date.now(),
): { error: ParleyError; leftMs: number } | null {
  for (const one of who) {
    const found = recent().get(one);
    if (found && found.until > now) return { error: found.error, leftMs: found.until - now };
  }
  return null;
}

/** Called in the process that changes what a tenant may use. */
export function invalidateRefusals(who: string): void {
  recent().delete(who);
}
