import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import * as queries from "./queries/conversations.ts";

/** Finds a conversation of the person in `ctx` by id or client key; null for anyone else's. */
export async function findConversation(
  ctx: Context,
  name: string,
): Promise<{ id: Id<"cnv">; chatbotId: Id<"bot"> } | null> {
  return queries.findConversation(ctx, name);
}
