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

type Full = "queued" | "auto";
/** As long as a reading of the queue's wait is used. */
const FULL_MS = 1_000;
const mixed = () =>
  singleton("mixedTenants", () => new LRUCache<Id<"ten">, true>({ max: MOST, ttl: TTL_MS, perf: Date }));
const fullQueues = () =>
  singleton("fullQueues", () => new LRUCache<Id<"ten">, Full>({ max: MOST, ttl: FULL_MS, perf: Date }));

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

/** Remembers that a chatbot of a tenant is not answered the way the instance's setting says. */
export const rememberOwnDispatch = (tenantId: Id<"ten">): void => void mixed().set(tenantId, true);

/** Remembers for a second that a tenant's turns would wait too long for a worker, with this dispatch. */
export function rememberFullQueue(tenantId: Id<"ten">, dispatch: Full): void {
  if (!mixed().has(tenantId)) fullQueues().set(tenantId, dispatch);
}

export const fullQueueOf = (tenantId: Id<"ten">): Full | null => fullQueues().get(tenantId) ?? null;
