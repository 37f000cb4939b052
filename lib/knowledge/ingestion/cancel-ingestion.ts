import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { cancelIngestionRow, findIngestion } from "../queries/ingestions.ts";
import type { IngestionSummary } from "./ingestion.ts";
import { summarizeIngestion } from "./summarize-ingestion.ts";

/**
 * Cancels a queued or running ingestion; the stored document stays. The worker notices at its next step. One
 * that has ended is left unchanged.
 * @throws ParleyError not_found
 */
export async function cancelIngestion(ctx: Context, id: Id<"ing">): Promise<IngestionSummary> {
  const row = (await cancelIngestionRow(ctx, id)) ?? (await findIngestion(ctx, id));
  if (!row) throw notFound("ingestion");
  return summarizeIngestion(row, null);
}
