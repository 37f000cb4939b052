import { singleton } from "#lib/core/singleton.ts";
import { FairSemaphore } from "./fair-semaphore.ts";
import { ACQUIRE_TIMEOUT_MS } from "./storage.ts";

/** One holds the row's lock, and two already wait in the database when it commits. */
const AT_ONCE = 3;

const semaphores = () => singleton("workspaceLines", () => new Map<string, FairSemaphore>());

/**
 * Limits work that locks a row of its workspace, such as taking from a budget. This process runs a few at a
 * time per workspace. The rest wait here, without a connection that other workspaces need. Do not call it
 * inside a transaction: waiting callers must hold no lock.
 * @throws ParleyError unavailable after ten seconds of waiting
 */
export async function queuePerTenant<T>(
  { tenantId }: { readonly tenantId: string },
  work: () => Promise<T>,
): Promise<T> {
  const semaphore = semaphores().get(tenantId) ?? new FairSemaphore(AT_ONCE, ACQUIRE_TIMEOUT_MS);
  semaphores().set(tenantId, semaphore);
  await semaphore.acquire("");
  try {
    return await work();
  } finally {
    semaphore.release();
    if (semaphore.isIdle) semaphores().delete(tenantId);
  }
}
