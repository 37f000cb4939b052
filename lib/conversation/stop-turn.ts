import type { Context } from "#lib/core/context.ts";
import { endWaitingTurn } from "./end-waiting-turn.ts";
import { getConversation } from "./get-conversation.ts";
import { liveTurns } from "./live-turn.ts";
import { requestStop } from "./queries/turns.ts";

/**
 * Asks the turns of a conversation to stop: at once where one runs in this process or waits in the queue, within about a
 * second where it runs in another. What was said is kept. Nothing running is no error.
 */
export async function stopTurn(ctx: Context, name: string): Promise<void> {
  const conversation = await getConversation(ctx, name);
  for (const { turnId, isWaiting } of await requestStop(ctx, conversation.id)) {
    liveTurns().get(`${ctx.tenantId}/${turnId}`)?.stopFor("person");
    if (isWaiting) await endWaitingTurn(ctx, turnId);
  }
}
