import { isDeepStrictEqual } from "node:util";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "../jobs.ts";
import { findSourceRow, raiseSyncRevision } from "../queries/sources.ts";
import type { SourceChanges, SourceStatus } from "../schema.ts";
import { connectors } from "./connector-by-kind.ts";
import { describeSource } from "./describe-source.ts";

const MINUTE_MS = 60_000;

/**
 * Updates a source's name, crawl settings and schedule. A running sync is restarted with the new settings.
 * @throws ParleyError not_found, conflict for a schedule on a source that is not synced
 */
export async function updateSource(
  ctx: Context,
  sourceId: Id<"src">,
  changes: SourceChanges,
): Promise<SourceStatus> {
  const source = await findSourceRow(ctx, sourceId);
  if (!source) throw notFound("source");
  if (changes.syncMinutes && !connectors[source.kind].loadSync) {
    throw new ParleyError("conflict", "This source is updated through the API, so it can't be synced.");
  }
  const isUnderWay = source.syncState === "queued" || source.syncState === "fetching";
  const row = await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const updated = await raiseSyncRevision(tx, sourceId, {
      ...changes,
      ...(isUnderWay && { syncState: "queued" as const }),
    });
    if (!updated) return null;
    const next = { sourceId, revision: updated.syncRevision };
    if (isUnderWay) await enqueue(syncSourceJob, next);
    else if (updated.syncMinutes) {
      await enqueue(syncSourceJob, next, {
        after: new Date(tx.now().getTime() + updated.syncMinutes * MINUTE_MS),
      });
    }
    if (tx.actor.kind === "user") {
      await recordAudit(tx, {
        action: "source.changed",
        target: sourceId,
        details: differing(source, changes),
      });
    }
    return updated;
  });
  if (!row) throw notFound("source");
  return describeSource(row);
}

function differing(source: Record<keyof SourceChanges, unknown>, changes: SourceChanges): SourceChanges {
  const names = Object.keys(changes) as (keyof SourceChanges)[];
  return Object.fromEntries(
    names
      .filter((name) => !isDeepStrictEqual(source[name], changes[name]))
      .map((name) => [name, changes[name]]),
  );
}
