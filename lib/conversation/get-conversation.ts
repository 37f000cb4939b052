import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { findConversation } from "./queries/conversations.ts";

/**
 * Gets a conversation of the person in `ctx` by id or client key.
 * @throws ParleyError not_found, also for anyone else's
 */
export async function getConversation(ctx: Context, name: string) {
  const conversation = await findConversation(ctx, name);
  if (!conversation) throw notFound("conversation");
  return conversation;
}
