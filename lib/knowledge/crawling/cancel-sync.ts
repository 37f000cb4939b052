import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "../jobs.ts";
import { findWholeSource, raiseSync } from "../queries/sources.ts";
import type { SourceStatus } from "../schema.ts";
import { describeSource } from "../sources/describe-source.ts";

const MINUTE_MS = 60_000;

/** Calls off a look that is queued or under way; what it has brought in stays, and the schedule goes on. */
export async function cancelSync(ctx: Context, sourceId: Id<"src">): Promise<SourceStatus> {
  const source = await findWholeSource(ctx, sourceId);
  if (!source) throw notFound("source");
  if (source.syncState !== "queued" && source.syncState !== "fetching") return describeSource(source);
  const row = await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const raised = await raiseSync(tx, sourceId, { syncState: "cancelled" });
    if (raised?.syncMinutes) {
      const after = new Date(tx.now().getTime() + raised.syncMinutes * MINUTE_MS);
      await enqueue(syncSourceJob, { sourceId, revision: raised.syncRevision }, { after });
    }
    return raised;
  });
  if (!row) throw notFound("source");
  return describeSource(row);
}
