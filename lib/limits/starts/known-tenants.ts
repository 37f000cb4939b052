import { LRUCache } from "lru-cache";
import type { Id } from "#lib/core/ids.ts";
import { singleton } from "#lib/core/singleton.ts";

const MOST = 20_000;
const TTL_MS = 10 * 60_000;

type Known = { tenantId: Id<"ten"> };

const callers = () =>
  singleton("knownTenants", () => new LRUCache<string, Known>({ max: MOST, ttl: TTL_MS, perf: Date }));
const queueable = () =>
  singleton("queueableTenants", () => new LRUCache<Id<"ten">, true>({ max: MOST, ttl: TTL_MS, perf: Date }));

/** `key/…` with the hash of a credential, or `chatbot/…` with a handle. */
export type CallerName = `key/${string}` | `chatbot/${string}`;

/** Remembers which tenant a credential or handle belongs to, to distinguish tenants before any look-up. */
export function rememberTenant(name: CallerName, tenantId: Id<"ten">): void {
  callers().set(name, { tenantId });
}

/** A guess, used only to divide capacity; it admits nobody. */
export function guessTenant(name: CallerName): Id<"ten"> | null {
  return callers().get(name)?.tenantId ?? null;
}

/** Remembers whether a tenant's latest turn could have been answered by a worker. */
export function rememberQueueable(tenantId: Id<"ten">, isQueueable: boolean): void {
  if (isQueueable) queueable().set(tenantId, true);
  else queueable().delete(tenantId);
}

export const isQueueable = (tenantId: Id<"ten">): boolean => queueable().has(tenantId);
