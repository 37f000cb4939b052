import { transaction } from "#db/client.ts";
import { tellBudgets } from "#lib/billing/tell-budgets.ts";
import type { Context } from "#lib/core/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { endClaimedTurn } from "./end-claimed-turn.ts";
import { getConversation } from "./get-conversation.ts";
import { liveTurns } from "./live-turn.ts";
import { findClaimedTurn, requestStop } from "./queries/turns.ts";
import { withdrawWaitingTurn } from "./queries/waiting-turns.ts";

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

/** Takes a turn out of the queue and ends it as stopped. @returns false where it waits no longer */
export async function endWaitingTurn(ctx: Context, turnId: Id<"trn">): Promise<boolean> {
  const ended = await transaction(ctx, async (tx) => {
    const epoch = await withdrawWaitingTurn(tx, turnId);
    const turn = epoch === null ? null : await findClaimedTurn(tx, turnId, epoch);
    return turn && endClaimedTurn(tx, turn, []);
  });
  if (ended?.isDue) await tellBudgets(ctx);
  return ended !== null;
}
