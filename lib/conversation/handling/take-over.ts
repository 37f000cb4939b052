import { noteTakeover } from "#lib/analytics/note-facts.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { notifyBudgets } from "#lib/billing/notify-budgets.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { fenceTurns, lockHandling, setHandledBy } from "../queries/handling.ts";
import { readWholeLog } from "../queries/turn-log.ts";
import { findClaimedTurn } from "../queries/turns.ts";
import { announceChange } from "../stream/announce-change.ts";
import { liveTurns } from "../stream/live-turn.ts";
import { visibleEntries } from "../stream/visible-entries.ts";
import { endClaimedTurn } from "../turn/end-claimed-turn.ts";
import { takenBy } from "./taken.ts";

/**
 * Lets the member in `ctx` answer in place of the chatbot. In the same transaction, answers that are being
 * written end as stopped under a new epoch, so that no process writes another word of them. Again changes
 * nothing.
 * @throws ParleyError not_found; conflict where another member answers, or for a conversation of a room or
 * program
 */
export async function takeOver(ctx: Context, name: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new ParleyError("forbidden", "Only members answer for a chatbot.");
  const id = parseId("cnv", name, "conversation");
  const ended = await transaction(ctx, async (tx) => {
    const found = await lockHandling(tx, id);
    if (!found) throw notFound("conversation");
    if (found.channel !== "page")
      throw new ParleyError("conflict", "Only conversations on the chat page can be taken over.");
    const { handledBy } = found;
    if (handledBy && handledBy.userId !== actor.id) throw takenBy(handledBy);
    await setHandledBy(tx, id, actor.id);
    if (handledBy) return { turnIds: [], isDue: false };
    await noteTakeover(tx, id);
    await recordAudit(tx, { action: "conversation.taken-over", target: id });
    return endTurns(tx, id);
  });
  for (const turnId of ended.turnIds) liveTurns().get(`${ctx.tenantId}/${turnId}`)?.stopFor("fence");
  announceChange(ctx);
  if (ended.isDue) await notifyBudgets(ctx);
}

async function endTurns(tx: Context, id: Id<"cnv">) {
  const fenced = await fenceTurns(tx, id);
  let isDue = false;
  for (const { turnId, epoch } of fenced) {
    const turn = await findClaimedTurn(tx, turnId, epoch);
    const ended = turn && (await endClaimedTurn(tx, turn, visibleEntries(await readWholeLog(tx, turnId))));
    isDue ||= ended?.isDue ?? false;
  }
  return { turnIds: fenced.map(({ turnId }) => turnId), isDue };
}
