import type { Context } from "#lib/context/context.ts";
import { findAnyConversation } from "./queries/conversations.ts";

/** Whether anybody has asked a chatbot of this workspace. */
export async function hasConversations(ctx: Context): Promise<boolean> {
  return (await findAnyConversation(ctx)) !== null;
}
