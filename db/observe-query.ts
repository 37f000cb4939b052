import { metrics } from "#lib/core/metrics.ts";

/** Records the duration of a round trip to the database, including failed ones. */
export async function observeQuery<T>(query: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await query();
  } finally {
    metrics().databaseQuery.observe((performance.now() - started) / 1_000);
  }
}
