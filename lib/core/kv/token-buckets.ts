import type { Take, Taken } from "./kv.ts";
import { takeToken } from "./token-bucket.ts";

/**
 * Buckets of this process. Only the `most` recently used are kept. A dropped bucket is full again, but a
 * client that floods this with new names keeps using the bucket of its own address.
 */
export function tokenBuckets(clock: () => number = () => performance.now(), most = 100_000) {
  const fullAts = new Map<string, number>();
  const put = (bucket: string, fullAt: number) => {
    fullAts.delete(bucket);
    fullAts.set(bucket, fullAt);
    if (fullAts.size <= most) return;
    const [oldest] = fullAts.keys();
    if (oldest !== undefined) fullAts.delete(oldest);
  };
  return {
    take(takes: readonly Take[]): Taken[] {
      const now = clock();
      const decided = takes.map(({ bucket, limit }) => takeToken(fullAts.get(bucket), now, limit));
      if (decided.every(({ taken }) => taken.allowed)) {
        takes.forEach(({ bucket }, i) => {
          put(bucket, decided[i]?.fullAt ?? now);
        });
      }
      return decided.map(({ taken }) => taken);
    },
    /** Returns tokens for an action that did not happen. */
    giveBack(takes: readonly Take[]): void {
      for (const { bucket, limit } of takes) {
        const fullAt = fullAts.get(bucket);
        if (fullAt !== undefined) put(bucket, fullAt - limit.windowMs / limit.tokens);
      }
    },
    get size() {
      return fullAts.size;
    },
  };
}
