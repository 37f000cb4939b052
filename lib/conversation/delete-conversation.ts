import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { deleteConversationRow } from "./queries/conversations.ts";
import { stopTurn } from "./turn/stop-turn.ts";

/** Stops the running turn, then deletes the conversation with its messages. */
export async function deleteConversation(ctx: Context, name: string): Promise<void> {
  await stopTurn(ctx, name);
  if (!(await deleteConversationRow(ctx, name))) throw notFound("conversation");
}
