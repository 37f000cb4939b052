import { singleton } from "#lib/core/singleton.ts";
import { FairSemaphore } from "./fair-semaphore.ts";
import { ACQUIRE_TIMEOUT_MS } from "./storage.ts";

/** One that runs in the database, and those that are there already when it ends. */
const AT_ONCE = 3;

const lines = () => singleton("workspaceLines", () => new Map<string, FairSemaphore>());

/**
 * For what waits in the database for others of its workspace, since all lock the same row: of each workspace this process
 * sends a few at once, and the rest wait here, first come first served, where they hold no connection that another workspace
 * needs. Not inside a transaction: whoever waits here must hold no lock.
 * @throws ParleyError unavailable after ten seconds in line
 */
export async function limitPerTenant<T>(
  { tenantId }: { readonly tenantId: string },
  work: () => Promise<T>,
): Promise<T> {
  const places = lines().get(tenantId) ?? new FairSemaphore(AT_ONCE, ACQUIRE_TIMEOUT_MS);
  lines().set(tenantId, places);
  await places.enter("");
  try {
    return await work();
  } finally {
    places.leave();
    if (places.isIdle) lines().delete(tenantId);
  }
}
