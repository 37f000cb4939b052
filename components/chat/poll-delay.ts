const MIN_MS = 5_000;
const MAX_MS = 30_000;

/** Returns how long a visible page waits before its next poll: longer the longer the user has been idle. */
export function pollDelay(idleMs: number): number {
  return Math.min(Math.max(idleMs / 6, MIN_MS), MAX_MS);
}
