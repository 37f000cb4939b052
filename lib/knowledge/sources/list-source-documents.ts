import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { pipelineName } from "../ingestion/put-document.ts";
import { findSource, listDocuments } from "../queries/documents.ts";
import type { DocumentSummary } from "../schema.ts";

/**
 * The documents of a source. One made by an older parser or another embedding model has an empty `contentHash`: it
 * needs doing again although its content is the same.
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
