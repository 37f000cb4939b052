import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { findTurnOfClientMessage } from "./queries/turn-start.ts";

/** Finds the text that was asked under a client message id, in a conversation of the person in `ctx`. */
export async function findAskedText(
  ctx: Context,
  chatbotId: Id<"bot">,
  { conversation, messageId }: { conversation: string; messageId: string },
): Promise<string | null> {
  const turn = await findTurnOfClientMessage(ctx, chatbotId, conversation, messageId);
  return turn?.text ?? null;
}
