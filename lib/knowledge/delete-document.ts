import type { Context } from "#lib/core/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { deleteDocumentRow } from "./queries.ts";

/** Removes a document and all that was derived from it: chunks, word index, vectors, quotations in answers. */
export async function deleteDocument(
  ctx: Context,
  input: { sourceId: Id<"src">; path: string },
): Promise<void> {
  if (!(await deleteDocumentRow(ctx, input.sourceId, input.path))) throw notFound("document");
}
