import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { notifyMembers } from "./notify-members.ts";
import { updateDeleteAt } from "./queries/closing.ts";
import { requireOwner } from "./require-owner.ts";

/**
 * Cancels a workspace's deletion. Every member is notified.
 * @throws ParleyError forbidden, conflict if it is not scheduled for deletion
 */
export async function restoreWorkspace(ctx: Context, operator: OperatorContext): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requireOwner(tx);
    if (!(await updateDeleteAt(tx, null)))
      throw new ParleyError("conflict", "This workspace isn't scheduled for deletion.");
    await recordAudit(tx, { action: "workspace.restored", target: ctx.tenantId });
  });
  await notifyMembers(ctx, operator, ({ workspace, actor }) => ({
    subject: `The workspace “${workspace}” was restored`,
    text: `${actor} restored the workspace “${workspace}” on Parley. It won't be deleted, and its chatbots and API keys work again.\n`,
  }));
}
