import { metrics } from "./metrics.ts";

const MOST_ENTRIES = 5_000;

/**
 * Remembers answers for a few seconds in this process, so that the path to the first token asks the database once.
 * Keys must name the tenant unless the value is public. A change is seen elsewhere after `ttlMs`, here after `forget`.
 * What is over goes with the next miss.
 * @param load is given what `get` was given beside the key
 * @param name under which its hits and misses are counted
 * @param most remembered at once: when there are more, all are forgotten
 */
export function briefly<T, Given extends unknown[] = []>(
  name: string,
  ttlMs: number,
  load: (key: string, ...given: Given) => Promise<T>,
  most = MOST_ENTRIES,
) {
  const entries = new Map<string, { until: number; value: Promise<T> }>();
  const { cacheRequests } = metrics();
  const hits = cacheRequests.labels(name, "hit");
  const misses = cacheRequests.labels(name, "miss");
  let sweptAt = Date.now();
  const sweep = (now: number) => {
    sweptAt = now;
    for (const [key, { until }] of entries) if (until <= now) entries.delete(key);
  };
  return {
    get(key: string, ...given: Given): Promise<T> {
      const now = Date.now();
      const known = entries.get(key);
      if (known && known.until > now) {
        hits.inc();
        return known.value;
      }
      misses.inc();
      if (now > sweptAt + ttlMs) sweep(now);
      if (entries.size >= most) entries.clear();
      const value = load(key, ...given);
      entries.set(key, { until: now + ttlMs, value });
      value.catch(() => entries.delete(key));
      return value;
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}
