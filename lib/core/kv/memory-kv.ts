import { checkEntry, checkName, checkText, type Kv } from "./kv.ts";
import { tokenBuckets } from "./token-buckets.ts";

const MAX_ENTRIES = 10_000;

type Bounds = { clock?: () => number; maxEntries?: number; maxBuckets?: number };

/** For one process. The least recently written entries are dropped first. */
export function memoryKv({ clock = () => performance.now(), maxEntries, maxBuckets }: Bounds = {}): Kv {
  const most = maxEntries ?? MAX_ENTRIES;
  const entries = new Map<string, { value: string; until: number }>();
  const channels = new Map<string, Set<(text: string) => void>>();
  const buckets = tokenBuckets(clock, maxBuckets);
  return {
    driver: "memory",
    async get(key) {
      checkName(key);
      const entry = entries.get(key);
      if (!entry) return null;
      if (entry.until > clock()) return entry.value;
      entries.delete(key);
      return null;
    },
    async set(key, value, ttlMs) {
      checkEntry(key, value, ttlMs);
      entries.delete(key);
      entries.set(key, { value, until: clock() + ttlMs });
      const [oldest] = entries.keys();
      if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    },
    async take(takes) {
      for (const { bucket } of takes) checkName(bucket);
      return buckets.take(takes);
    },
    async publish(channel, text) {
      checkName(channel);
      checkText(text);
      for (const handler of channels.get(channel) ?? []) queueMicrotask(() => handler(text));
    },
    async subscribe(channel, handler) {
      checkName(channel);
      const handlers = channels.get(channel) ?? new Set();
      channels.set(channel, handlers);
      // A new function each time, so that one handler can subscribe twice and unsubscribe once.
      const own = (text: string) => handler(text);
      handlers.add(own);
      return async () => {
        handlers.delete(own);
        if (handlers.size === 0 && channels.get(channel) === handlers) channels.delete(channel);
      };
    },
    renew() {},
    async close() {
      entries.clear();
      channels.clear();
    },
  };
}
