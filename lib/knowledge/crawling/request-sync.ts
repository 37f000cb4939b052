import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "../jobs.ts";
import { findWholeSource, raiseSync } from "../queries/sources.ts";
import { isWebKind, type SourceStatus } from "../schema.ts";
import { describeSource } from "../sources/describe-source.ts";

/**
 * Has a source of the web looked at now. One that is being looked at begins anew.
 * @throws ParleyError not_found, conflict for a source that is fed from outside
 */
export async function requestSync(ctx: Context, sourceId: Id<"src">): Promise<SourceStatus> {
  const source = await findWholeSource(ctx, sourceId);
  if (!source) throw notFound("source");
  if (!isWebKind(source.kind)) {
    throw new ParleyError("conflict", "This source is updated through the API, so it cannot be synced.");
  }
  const row = await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const raised = await raiseSync(tx, sourceId, { syncState: "queued" });
    if (raised) await enqueue(syncSourceJob, { sourceId, revision: raised.syncRevision });
    return raised;
  });
  if (!row) throw notFound("source");
  return describeSource(row);
}
