import { expiringStorage } from "./expiring-storage.ts";

const stored = expiringStorage("parley.place");

/** Stores the path to return to after signing up. The server has checked it. */
export const storePendingPath = (path: string): void => stored.set(path);

/** Returns the stored path and removes it; null when there is none. */
export function takePendingPath(): string | null {
  const path = stored.get();
  stored.remove();
  return path && /^\/c\/[a-z0-9-]+\/join$/.test(path) ? path : null;
}
