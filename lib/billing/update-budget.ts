import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { invalidateRefusals } from "#lib/limits/recent-refusals.ts";
import { getLimits } from "#lib/quotas/get-limits.ts";
import { deleteBudget, putBudget } from "./queries/budgets.ts";
import type { BudgetInput } from "./schema.ts";

/**
 * Sets the daily or monthly budget of a workspace, a chatbot or each visitor, from the next turn on. A budget
 * of only nulls is deleted, except the workspace's daily one, because the default would apply without it.
 * @throws ParleyError quota_exceeded above the plan, not_found for another workspace's chatbot
 */
export async function updateBudget(ctx: Context, input: BudgetInput): Promise<void> {
  const { chatbotId } = input;
  if (chatbotId !== null && !isId("bot", chatbotId)) throw notFound("chatbot");
  const { scope, period, messages, tokens, costMicros } = input;
  const replacesDefault = scope === "tenant" && period === "day";
  const isNone = messages === null && tokens === null && costMicros === null && !replacesDefault;
  if (replacesDefault) await requireWithinPlan(ctx, messages);
  try {
    await transaction(ctx, async (tx) => {
      if (isNone) await deleteBudget(tx, { ...input, chatbotId });
      else await putBudget(tx, { ...input, chatbotId });
      await recordAudit(tx, {
        action: "budget.changed",
        target: chatbotId ?? scope,
        details: { scope, period, messages, tokens, costMicros },
      });
    });
    invalidateRefusals(`tenant/${ctx.tenantId}`);
    if (chatbotId !== null) invalidateRefusals(`chatbot/${ctx.tenantId}/${chatbotId}`);
  } catch (error) {
    if (isUnknownChatbot(error)) throw notFound("chatbot");
    throw error;
  }
}

/** The plan caps the daily messages that an owner may allow. */
async function requireWithinPlan(ctx: Context, messages: number | null): Promise<void> {
  const most = (await getLimits(ctx)).messages;
  if (most === null || (messages !== null && messages <= most)) return;
  const message = `This workspace may allow at most ${most.toLocaleString("en")} messages per day. Ask the operator for more.`;
  throw new ParleyError("quota_exceeded", message, [{ path: "messages", message }]);
}

/** SQLSTATE 23503: the composite foreign key found no such chatbot in this workspace. */
function isUnknownChatbot(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ((cause as { code?: string }).code === "23503") return true;
  return false;
}
