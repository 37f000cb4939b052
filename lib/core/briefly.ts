const MAX_ENTRIES = 5_000;

/**
 * Remembers answers for a few seconds in this process, so that the path to the first token asks the database once.
 * Keys must name the tenant unless the value is public. A change is seen elsewhere after `ttlMs`, here after `forget`.
 */
export function briefly<T>(ttlMs: number, load: (key: string) => Promise<T>) {
  const entries = new Map<string, { until: number; value: Promise<T> }>();
  return {
    get(key: string): Promise<T> {
      const known = entries.get(key);
      if (known && known.until > Date.now()) return known.value;
      if (entries.size >= MAX_ENTRIES) entries.clear();
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
