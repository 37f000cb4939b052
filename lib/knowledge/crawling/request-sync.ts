import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { requireDailyQuota } from "#lib/quotas/take-daily-quota.ts";
import { syncSourceJob } from "../jobs.ts";
import { findSourceRow, raiseSyncRevision } from "../queries/sources.ts";
import type { SourceStatus } from "../schema.ts";
import { connectors } from "../sources/connector-by-kind.ts";
import { describeSource } from "../sources/describe-source.ts";

/**
 * Queues a sync of a source now, replacing one that is queued or running.
 * @throws ParleyError not_found, conflict for a source that is not synced, limited when today's pages are
 * used up
 */
export async function requestSync(ctx: Context, sourceId: Id<"src">): Promise<SourceStatus> {
  const source = await findSourceRow(ctx, sourceId);
  if (!source) throw notFound("source");
  if (!connectors[source.kind].loadSync) {
    throw new ParleyError("conflict", "This source is updated through the API, so it can't be synced.");
  }
  await requireDailyQuota(ctx, "crawledPages");
  const row = await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const updated = await raiseSyncRevision(tx, sourceId, { syncState: "queued" });
    if (updated) await enqueue(syncSourceJob, { sourceId, revision: updated.syncRevision });
    return updated;
  });
  if (!row) throw notFound("source");
  return describeSource(row);
}
