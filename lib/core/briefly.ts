import { metrics } from "./metrics.ts";

const MOST_ENTRIES = 5_000;

/**
 * Remembers answers for a few seconds in this process, so that the path to the first token asks the database once.
 * Keys must name the tenant unless the value is public. A change is seen elsewhere after `ttlMs`, here after `forget`.
 * @param name under which its hits and misses are counted
 * @param most remembered at once: when there are more, all are forgotten
 */
export function briefly<T>(
  name: string,
  ttlMs: number,
  load: (key: string) => Promise<T>,
  most = MOST_ENTRIES,
) {
  const entries = new Map<string, { until: number; value: Promise<T> }>();
  const { cacheRequests } = metrics();
  const hits = cacheRequests.labels(name, "hit");
  const misses = cacheRequests.labels(name, "miss");
  return {
    get(key: string): Promise<T> {
      const known = entries.get(key);
      if (known && known.until > Date.now()) {
        hits.inc();
        return known.value;
      }
      misses.inc();
      if (entries.size >= most) entries.clear();
      const value = load(key);
      entries.set(key, { until: Date.now() + ttlMs, value });
      value.catch(() => entries.delete(key));
      return value;
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}
