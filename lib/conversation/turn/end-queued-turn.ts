// Every end of a turn goes through ../queries/end-turn.ts.
import { notifyBudgets } from "#lib/billing/notify-budgets.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { withdrawQueuedTurn } from "../queries/queued-turns.ts";
import { findClaimedTurn } from "../queries/turns.ts";
import { endClaimedTurn } from "./end-claimed-turn.ts";

/** Removes a turn from the queue and ends it as stopped. @returns false where it is no longer queued */
export async function endQueuedTurn(ctx: Context, turnId: Id<"trn">): Promise<boolean> {
  const ended = await transaction(ctx, async (tx) => {
    const epoch = await withdrawQueuedTurn(tx, turnId);
    const turn = epoch === null ? null : await findClaimedTurn(tx, turnId, epoch);
    return turn && endClaimedTurn(tx, turn, []);
  });
  if (ended?.isDue) await notifyBudgets(ctx);
  return ended !== null;
}
