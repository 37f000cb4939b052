import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { pipelineName } from "../ingestion/put-document.ts";
import { listDocuments } from "../queries/documents.ts";
import { findSource } from "../queries/sources.ts";
import type { DocumentSummary } from "../schema.ts";

/**
 * Returns a source's documents. `contentHash` is empty for a document prepared by an older parser or another
 * embedding model: it must be ingested again even if its content is unchanged.
 */
export async function listSourceDocuments(ctx: Context, sourceId: Id<"src">): Promise<DocumentSummary[]> {
  const source = await findSource(ctx, sourceId);
  if (!source) throw notFound("source");
  const current = pipelineName(source.language);
  const rows = await listDocuments(ctx, sourceId);
  return rows.map(({ pipeline, contentHash, ...row }) => ({
    ...row,
    contentHash: pipeline === current ? contentHash : "",
  }));
}
