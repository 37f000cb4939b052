import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { fetchPublic } from "#lib/core/outbound.ts";
import { getIngestion } from "../ingestion/get-ingestion.ts";
import { ingestDocument } from "../ingestion/ingest-document.ts";
import type { IngestionSummary } from "../ingestion/ingestion.ts";
import { requestIngestion } from "../ingestion/request-ingestion.ts";

/**
 * Queues a page and runs its job once. Afterwards only permanent errors count as failed, unless it was the
 * last attempt.
 */
export async function ingestNow(
  ctx: Context,
  input: { sourceId: Id<"src">; url: string },
  fetchPage?: typeof fetchPublic,
  isLastAttempt = false,
): Promise<IngestionSummary> {
  const asked = await requestIngestion(ctx, input);
  const id = asked.id as Id<"ing">;
  const run = { isLastAttempt, signal: new AbortController().signal };
  await ingestDocument(ctx, { id, revision: asked.revision }, run, fetchPage).catch(() => undefined);
  return getIngestion(ctx, id);
}
