import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound } from "#lib/core/errors.ts";
import { isId } from "#lib/core/ids.ts";
import { deleteBudget, putBudget } from "./queries.ts";
import type { BudgetInput } from "./schema.ts";

/**
 * Sets what a workspace, a chatbot or each visitor may use in a day or a month; it holds from the next turn on. Nothing but
 * nulls takes a budget away. The workspace's own of a day stays, since without one the default counts.
 * @throws ParleyError not_found for a chatbot that is not this workspace's
 */
export async function updateBudget(ctx: Context, input: BudgetInput): Promise<void> {
  const { chatbotId } = input;
  if (chatbotId !== null && !isId("bot", chatbotId)) throw notFound("chatbot");
  const { scope, period, messages, tokens, costMicros } = input;
  const isStandard = scope === "tenant" && period === "day";
  const isNone = messages === null && tokens === null && costMicros === null && !isStandard;
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
  } catch (error) {
    if (isUnknownChatbot(error)) throw notFound("chatbot");
    throw error;
  }
}

/** SQLSTATE 23503: the composite foreign key finds no such chatbot in this workspace. */
function isUnknownChatbot(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ((cause as { code?: string }).code === "23503") return true;
  return false;
}
