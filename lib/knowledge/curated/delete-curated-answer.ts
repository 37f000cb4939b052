import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { deleteDocumentRow } from "../queries/documents.ts";
import { getCuratedSource } from "./get-curated-source.ts";

/** Deletes a curated answer. Messages that cite it lose the citation. */
export async function deleteCuratedAnswer(
  ctx: Context,
  input: { sourceId: Id<"src">; key: string },
): Promise<void> {
  const source = await getCuratedSource(ctx, input.sourceId);
  if (!(await deleteDocumentRow(ctx, source.id, input.key))) throw notFound("pair");
}
