import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "../jobs.ts";
import { findSourceRow, raiseSyncRevision } from "../queries/sources.ts";
import type { SourceStatus } from "../schema.ts";
import { describeSource } from "../sources/describe-source.ts";

const MINUTE_MS = 60_000;

/** Cancels a queued or running sync. Documents already brought in stay, and so does the schedule. */
export async function cancelSync(ctx: Context, sourceId: Id<"src">): Promise<SourceStatus> {
  const source = await findSourceRow(ctx, sourceId);
  if (!source) throw notFound("source");
  if (source.syncState !== "queued" && source.syncState !== "fetching") return describeSource(source);
  const row = await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const updated = await raiseSyncRevision(tx, sourceId, { syncState: "cancelled" });
    if (updated?.syncMinutes) {
      const after = new Date(tx.now().getTime() + updated.syncMinutes * MINUTE_MS);
      await enqueue(syncSourceJob, { sourceId, revision: updated.syncRevision }, { after });
    }
    return updated;
  });
  if (!row) throw notFound("source");
  return describeSource(row);
}
