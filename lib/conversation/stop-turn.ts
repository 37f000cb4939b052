import type { Context } from "#lib/core/context.ts";
import { getConversation } from "./get-conversation.ts";
import { liveTurns } from "./live-turn.ts";
import { requestStop } from "./queries/turns.ts";

/**
 * Asks the running turn of a conversation to stop: at once when it runs in this process, within about a second when it
 * runs in another. What was said is kept. Nothing running is no error.
 */
export async function stopTurn(ctx: Context, name: string): Promise<void> {
  const conversation = await getConversation(ctx, name);
  for (const turnId of await requestStop(ctx, conversation.id)) {
    liveTurns().get(`${ctx.tenantId}/${turnId}`)?.stopFor("person");
  }
}
