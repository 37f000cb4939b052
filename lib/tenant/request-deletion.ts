import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context, OperatorContext } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { getWorkspace } from "./get-workspace.ts";
import { notifyMembers } from "./notify-members.ts";
import { updateDeleteAt } from "./queries/closing.ts";
import { requireOwner } from "./require-owner.ts";

const GRACE_DAYS = 7;

/**
 * Schedules a workspace for deletion. Its chatbots and API keys stop at once, and everything is deleted after
 * seven days; until then an owner can restore it. Every member is notified.
 * @param name as the owner typed it
 * @throws ParleyError forbidden, invalid for another name, conflict if it is scheduled already
 */
export async function requestDeletion(ctx: Context, operator: OperatorContext, name: string): Promise<Date> {
  const deleteAt = new Date(ctx.now().getTime() + GRACE_DAYS * 86_400_000);
  await transaction(ctx, async (tx) => {
    await requireOwner(tx);
    const workspace = await getWorkspace(tx);
    if (name.trim() !== workspace.name) {
      const message = "This doesn't match the workspace's name.";
      throw new ParleyError("invalid", message, [{ path: "name", message }]);
    }
    if (!(await updateDeleteAt(tx, deleteAt)))
      throw new ParleyError("conflict", "This workspace is already scheduled for deletion.");
    await recordAudit(tx, {
      action: "workspace.deletion-requested",
      target: ctx.tenantId,
      details: { name: workspace.name, until: deleteAt.toISOString() },
    });
  });
  await notifyMembers(ctx, operator, ({ workspace, actor, settingsUrl }) => ({
    subject: `The workspace “${workspace}” will be deleted`,
    text: `${actor} scheduled the workspace “${workspace}” on Parley for deletion. Its chatbots and API keys no longer work. On ${onDay(deleteAt)}, its chatbots, knowledge, and conversations will be permanently deleted.\n\nUntil then, an owner can restore it:\n${settingsUrl}\n`,
  }));
  return deleteAt;
}

const onDay = (date: Date) =>
  date.toLocaleDateString("en-US", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
