import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { fetchPublic } from "#lib/core/outbound.ts";
import type { JobHandler, JobRun } from "#lib/jobs/define-job.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "../jobs.ts";
import { claimSync, endSync, type SyncClaim, saveSyncReport } from "../queries/sources.ts";
import type { SyncReport } from "../schema.ts";
import type { SyncEnd, Web } from "../sources/connector.ts";
import { connectors } from "../sources/connector-by-kind.ts";
import { cancelSync } from "./cancel-sync.ts";
import { requestSync } from "./request-sync.ts";

const MINUTE_MS = 60_000;
const INTERRUPTED = "The sync was interrupted several times. Start it again.";

/** Syncs a source as its connector does, unless it was superseded. */
export async function syncSource(
  ctx: Context,
  claim: SyncClaim,
  { signal }: Pick<JobRun, "signal">,
  web: Web = { fetchPage: fetchPublic },
): Promise<void> {
  const source = await claimSync(ctx, claim);
  const sync = source && (await connectors[source.kind].loadSync?.());
  if (!source || !sync) return;
  const saveReport = (report: SyncReport) => saveSyncReport(ctx, claim, report);
  const end = await sync(ctx, source, { signal, web, saveReport });
  if (end) await finish(ctx, claim, end);
}

export const handler: JobHandler<{ sourceId: Id<"src">; revision: number }> = {
  run: (ctx, claim, run) => syncSource(ctx, claim, run),
  giveUp: (ctx, claim) => finish(ctx, claim, { state: "failed", reason: INTERRUPTED, report: null }),
  async again(ctx, { sourceId }) {
    await requestSync(ctx, sourceId);
  },
  async cancel(ctx, { sourceId }) {
    await cancelSync(ctx, sourceId);
  },
};

/** Stores the end of a sync and enqueues the next one in one transaction. */
async function finish(ctx: Context, claim: SyncClaim, end: SyncEnd): Promise<void> {
  await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const ended = await endSync(tx, claim, end);
    if (!ended?.syncMinutes) return;
    await enqueue(syncSourceJob, claim, {
      after: new Date(tx.now().getTime() + ended.syncMinutes * MINUTE_MS),
    });
  });
}
