import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import * as queries from "../queries/handling.ts";

/** Finds the member who answers in any conversation of the workspace; null while the chatbot does. */
export async function findHandling(ctx: Context, id: Id<"cnv">): Promise<queries.HandledBy | null> {
  return queries.findHandling(ctx, id);
}
