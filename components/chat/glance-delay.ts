const soonest = 5_000;
const latest = 30_000;

/** How long a page that is looked at waits before it asks for news again, by how long nobody has done anything on it. */
export function glanceDelay(idleMs: number): number {
  return Math.min(Math.max(idleMs / 6, soonest), latest);
}
