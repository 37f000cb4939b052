const key = "parley.deleting";
/** Longer than a request sent during unload takes to arrive; then the server's list is right. */
const EXPIRY_MS = 10_000;

type PendingDeletion = { id: string; until: number };

/** Records a deletion sent while the page unloads: the next page may list conversations before it is done. */
export function recordPendingDeletion(id: string): void {
  try {
    sessionStorage.setItem(key, JSON.stringify([...read(), { id, until: Date.now() + EXPIRY_MS }]));
  } catch {
    // Storage may be full or blocked; the list is then right at its next load.
  }
}

export function withoutPendingDeletions<T extends { id: string }>(listed: T[]): T[] {
  const pending = new Set(read().map(({ id }) => id));
  return pending.size === 0 ? listed : listed.filter(({ id }) => !pending.has(id));
}

function read(): PendingDeletion[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter((one: PendingDeletion) => one?.until > Date.now()) : [];
  } catch {
    return [];
  }
}
