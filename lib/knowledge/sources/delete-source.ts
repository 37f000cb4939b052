import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { deleteOriginalsOfSource } from "../ingestion/original-file.ts";
import { deleteSourceRow } from "../queries/sources.ts";

/** Deletes a source with its documents, everything derived from them, and their originals. */
export async function deleteSource(ctx: Context, sourceId: Id<"src">): Promise<void> {
  await transaction(ctx, async (tx) => {
    const deleted = await deleteSourceRow(tx, sourceId);
    if (!deleted) throw notFound("source");
    if (tx.actor.kind !== "user") return;
    await recordAudit(tx, { action: "source.deleted", target: sourceId, details: deleted });
  });
  await deleteOriginalsOfSource(ctx, sourceId);
}
