import type { Context } from "#lib/core/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { dropOriginalsOfSource } from "./original.ts";
import { deleteSourceRow } from "./queries.ts";

/** Removes a source with its documents, all that was derived from them, and their originals. */
export async function deleteSource(ctx: Context, sourceId: Id<"src">): Promise<void> {
  if (!(await deleteSourceRow(ctx, sourceId))) throw notFound("source");
  await dropOriginalsOfSource(ctx, sourceId);
}
