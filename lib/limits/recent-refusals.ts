import { LRUCache } from "lru-cache";
import type { ParleyError } from "#lib/core/errors.ts";
import { singleton } from "#lib/core/singleton.ts";

const MOST = 20_000;
/** A budget that is raised has its effect within this time. */
const LONGEST_MS = 5_000;

type Remembered = { error: ParleyError; until: number };

const recent = () =>
  singleton(
    "recentRefusals",
    () => new LRUCache<string, Remembered>({ max: MOST, ttl: LONGEST_MS, perf: Date }),
  );

/** Remembers that everything from `who` is refused for so long, at most five seconds. */
export function rememberRefusal(
  who: string,
  error: ParleyError,
  milliseconds: number,
  now = Date.now(),
): void {
  const forMs = Math.min(milliseconds, LONGEST_MS);
  // Not a number where an error does not say how long it holds.
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

/** For the process that has just changed what a tenant may use. */
export function forgetRefusals(who: string): void {
  recent().delete(who);
}
