import { ParleyError } from "#lib/core/errors.ts";
import { resetAt } from "./reset-at.ts";
import {
  type BudgetPeriod,
  type BudgetRefusal,
  type BudgetScope,
  budgetPeriods,
  budgetScopes,
} from "./schema.ts";

/** SQLSTATE that `platform.reserve_usage` raises; its message is `scope period`. */
const REFUSED = "PB402";

const messages: Record<BudgetScope, (when: string) => string> = {
  tenant: (when) => `This workspace has reached its usage limit. It resets ${when}.`,
  chatbot: (when) => `This chatbot has reached its usage limit. It resets ${when}.`,
  visitor: (when) => `You've reached your usage limit. It resets ${when}.`,
};

/**
 * Returns the refusal that a database error stands for when a budget is used up; null for any other error.
 */
export function budgetRefusal(error: unknown, now: Date): ParleyError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ((cause as { code?: string }).code !== REFUSED) continue;
    const [scope, period] = cause.message.split(" ") as [BudgetScope, BudgetPeriod];
    if (!budgetScopes.includes(scope) || !budgetPeriods.includes(period)) return null;
    return usedUp(scope, period, now);
  }
  return null;
}

/** The refusal for a budget that is used up. */
export function usedUp(scope: BudgetScope, period: BudgetPeriod, now: Date): ParleyError {
  const at = resetAt(period, now);
  const when =
    period === "day"
      ? "at 00:00 UTC"
      : `on ${at.toLocaleDateString("en-US", { day: "numeric", month: "long", timeZone: "UTC" })} at 00:00 UTC`;
  const details: BudgetRefusal = { scope, period, resetAt: at.toISOString() };
  return new ParleyError("budget_exceeded", messages[scope](when), details);
}
