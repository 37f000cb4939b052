import { LRUCache } from "lru-cache";
import { metrics } from "./metrics.ts";

const MAX_ENTRIES = 5_000;

export type Cache<T, Given extends unknown[] = []> = {
  /** `given` is passed to `load` on a miss, after the key. */
  get(key: string, ...given: Given): Promise<T>;
  /** For the process that changed the value. Other processes see the change after `ttlMs`. */
  invalidate(key: string): void;
};

/**
 * Caches what `load` returns in this process for `ttlMs`. Concurrent calls share one load, and failed loads
 * are not cached. Keys must contain the tenant unless the value is public.
 * @param name label of the hit and miss counters
 */
export function createCache<T, Given extends unknown[] = []>(
  name: string,
  ttlMs: number,
  load: (key: string, ...given: Given) => Promise<T>,
  max = MAX_ENTRIES,
): Cache<T, Given> {
  // Stores promises instead of using `fetchMethod`: an entry deleted while it loads would reject for its
  // callers, or be stored again.
  const entries = new LRUCache<string, Promise<T>>({ max, ttl: ttlMs, ttlResolution: 0, perf: Date });
  const { cacheRequests } = metrics();
  const hits = cacheRequests.labels(name, "hit");
  const misses = cacheRequests.labels(name, "miss");
  return {
    get(key, ...given) {
      const cached = entries.get(key);
      if (cached) {
        hits.inc();
        return cached;
      }
      misses.inc();
      const value = load(key, ...given);
      entries.set(key, value);
      value.catch(() => {
        if (entries.peek(key) === value) entries.delete(key);
      });
      return value;
    },
    invalidate(key) {
      entries.delete(key);
    },
  };
}
