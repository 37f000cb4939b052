import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { ingestDocumentJob } from "../jobs.ts";
import { findIngestion, requeueIngestion } from "../queries/ingestions.ts";
import type { IngestionSummary } from "./ingestion.ts";
import { requestIngestion } from "./request-ingestion.ts";
import { summarizeIngestion } from "./summarize-ingestion.ts";

/**
 * Retries a failed or canceled ingestion from its stored original; a web page is fetched again.
 * @throws ParleyError not_found, conflict when it is running or ready
 */
export async function retryIngestion(ctx: Context, id: Id<"ing">): Promise<IngestionSummary> {
  const known = await findIngestion(ctx, id);
  if (!known) throw notFound("ingestion");
  if (known.state !== "failed" && known.state !== "cancelled") {
    throw new ParleyError("conflict", "Only failed or canceled documents can be retried.");
  }
  if (known.page !== null || known.originalKey === null) {
    return requestIngestion(ctx, { sourceId: known.sourceId, url: known.path });
  }
  const row = await transactionWithJobs(ctx, [ingestDocumentJob], async (tx, enqueue) => {
    const queued = await requeueIngestion(tx, id);
    if (queued) await enqueue(ingestDocumentJob, { ingestionId: id, revision: queued.revision });
    return queued;
  });
  if (!row) throw new ParleyError("conflict", "A retry is already in progress.");
  return summarizeIngestion(row, null);
}
