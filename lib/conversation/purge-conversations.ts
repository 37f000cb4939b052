import type { Context } from "#lib/context/context.ts";
import { deleteSomeConversations } from "./queries/conversations.ts";

const AT_ONCE = 200;

/** Deletes every conversation of a workspace, in batches that stay well within the statement timeout. */
export async function purgeConversations(ctx: Context): Promise<void> {
  while ((await deleteSomeConversations(ctx, AT_ONCE)) > 0);
}
