import { allows } from "#lib/access/permissions.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { lockHandling, setHandledBy } from "../queries/handling.ts";
import { announceChange } from "../stream/announce-change.ts";
import { takenBy } from "./taken.ts";

/**
 * Lets the chatbot answer again. An admin may release what another member took over. Again changes nothing.
 * @throws ParleyError not_found; conflict where another member answers
 */
export async function release(ctx: Context, name: string): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "user") throw new ParleyError("forbidden", "Only members answer for a chatbot.");
  const id = parseId("cnv", name, "conversation");
  await transaction(ctx, async (tx) => {
    const found = await lockHandling(tx, id);
    if (!found) throw notFound("conversation");
    const { handledBy } = found;
    if (!handledBy) return;
    if (handledBy.userId !== actor.id && !allows(actor.role, "workspace:write")) throw takenBy(handledBy);
    await setHandledBy(tx, id, null);
    await recordAudit(tx, { action: "conversation.released", target: id });
  });
  announceChange(ctx);
}
