import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "../jobs.ts";
import { findWholeSource, raiseSync } from "../queries/sources.ts";
import { isWebKind, type SourceChanges, type SourceStatus } from "../schema.ts";
import { describeSource } from "./describe-source.ts";

const MINUTE_MS = 60_000;

/**
 * Changes a source's name, how far it is crawled, and how often. A look that is under way is called off by a change of
 * how it is done, and begun anew.
 * @throws ParleyError not_found, conflict where a source that is fed from outside is to be looked at by schedule
 */
export async function updateSource(
  ctx: Context,
  sourceId: Id<"src">,
  changes: SourceChanges,
): Promise<SourceStatus> {
  const source = await findWholeSource(ctx, sourceId);
  if (!source) throw notFound("source");
  if (changes.syncMinutes && !isWebKind(source.kind)) {
    throw new ParleyError("conflict", "This source is updated through the API, so it cannot be synced.");
  }
  const isUnderWay = source.syncState === "queued" || source.syncState === "fetching";
  const row = await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const raised = await raiseSync(tx, sourceId, {
      ...changes,
      ...(isUnderWay && { syncState: "queued" as const }),
    });
    if (!raised) return null;
    const next = { sourceId, revision: raised.syncRevision };
    if (isUnderWay) await enqueue(syncSourceJob, next);
    else if (raised.syncMinutes) {
      await enqueue(syncSourceJob, next, {
        after: new Date(tx.now().getTime() + raised.syncMinutes * MINUTE_MS),
      });
    }
    if (tx.actor.kind === "user") {
      await recordAudit(tx, { action: "source.changed", target: sourceId, details: changes });
    }
    return raised;
  });
  if (!row) throw notFound("source");
  return describeSource(row);
}
