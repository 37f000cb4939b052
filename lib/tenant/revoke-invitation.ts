import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { closeInvitation } from "./queries/members.ts";

/** @throws ParleyError not_found if the invitation is unknown, accepted or revoked */
export async function revokeInvitation(ctx: Context, invitationId: string): Promise<void> {
  const id = parseId("inv", invitationId, "invitation");
  await transaction(ctx, async (tx) => {
    if (!(await closeInvitation(tx, id, null))) throw notFound("invitation");
    await recordAudit(tx, { action: "invitation.withdrawn", target: id });
  });
}
