import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { deleteOriginals } from "../ingestion/original-file.ts";
import { deleteDocumentRow } from "../queries/documents.ts";
import { deleteIngestionRow } from "../queries/ingestions.ts";

/**
 * Deletes a document with everything derived from it (chunks, postings, vectors, citations), its original and
 * a running ingestion of its path.
 */
export async function deleteDocument(
  ctx: Context,
  { sourceId, path }: { sourceId: Id<"src">; path: string },
): Promise<void> {
  const [ingestion, document] = await transaction(ctx, async (tx) => [
    await deleteIngestionRow(tx, sourceId, path),
    await deleteDocumentRow(tx, sourceId, path),
  ]);
  if (!ingestion && !document) throw notFound("document");
  await deleteOriginals([ingestion?.originalKey, document?.originalKey]);
}
