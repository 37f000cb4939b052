import { metrics } from "#lib/core/metrics.ts";

/** Records how long a round trip to the database took, also one that failed. */
export async function observeQuery<T>(query: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await query();
  } finally {
    metrics().databaseQuery.observe((performance.now() - started) / 1_000);
  }
}
