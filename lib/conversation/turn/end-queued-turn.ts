import { transaction } from "#db/client.ts";
import { tellBudgets } from "#lib/billing/notify-budgets.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { endClaimedTurn } from "./end-claimed-turn.ts";
import { findClaimedTurn } from "../queries/turns.ts";
import { withdrawWaitingTurn } from "../queries/queued-turns.ts";

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
