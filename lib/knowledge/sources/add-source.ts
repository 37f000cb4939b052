import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "../jobs.ts";
import { findSourceByOrigin, insertSource, raiseSyncRevision } from "../queries/sources.ts";
import type { SourceInput, SourceStatus } from "../schema.ts";
import { connectors } from "./connector-by-kind.ts";
import { describeSource } from "./describe-source.ts";

/**
 * Adds a source and queues its first sync, if its kind is synced. An existing source of any other kind is
 * returned unchanged.
 * @throws ParleyError conflict when the origin already belongs to a source
 */
export async function addSource(
  ctx: Context,
  input: Omit<SourceInput, "chatbot"> & { chatbotId: Id<"bot"> },
): Promise<SourceStatus> {
  const connector = connectors[input.kind];
  const isSynced = connector.loadSync !== null;
  const origin = connector.readOrigin(input.origin);
  const row = await transactionWithJobs(ctx, [syncSourceJob], async (tx, enqueue) => {
    const { chatbotId, kind, name, settings = {}, syncMinutes = null } = input;
    const added = await insertSource(tx, { chatbotId, kind, origin, name, settings, syncMinutes });
    if (!added) return null;
    if (tx.actor.kind === "user") {
      await recordAudit(tx, { action: "source.added", target: added.id, details: { kind, name, origin } });
    }
    if (!isSynced) return added;
    const queued = await raiseSyncRevision(tx, added.id, { syncState: "queued" });
    if (queued) await enqueue(syncSourceJob, { sourceId: added.id, revision: queued.syncRevision });
    return queued;
  });
  if (row) return describeSource(row);
  const known = await findSourceByOrigin(ctx, { chatbotId: input.chatbotId, origin });
  if (known && known.kind === input.kind && !isSynced) return describeSource(known);
  const message = `This source was already added as “${known?.name ?? origin}”.`;
  throw new ParleyError("conflict", message, [{ path: "origin", message }]);
}
