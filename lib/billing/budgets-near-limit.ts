import {
  type BudgetMeasure,
  type BudgetPeriod,
  budgetMeasures,
  type Usage,
  type UsageReport,
} from "./schema.ts";

/** Share of a budget from which it counts as near its limit. */
const NEAR = 0.8;

export type BudgetNearLimit = {
  scope: "tenant" | "chatbot";
  chatbotId: string | null;
  period: BudgetPeriod;
  /** The measure that is closest to its limit. */
  measure: BudgetMeasure;
  used: number;
  most: number;
  isUsedUp: boolean;
};

/**
 * Returns the budgets of the workspace and its chatbots at 80% or more, used-up ones first. A budget of 0 is
 * used up.
 */
export function budgetsNearLimit({ budgets, tenant, chatbots }: UsageReport): BudgetNearLimit[] {
  const near = budgets.flatMap(({ scope, chatbotId, period, ...most }): BudgetNearLimit[] => {
    if (scope === "visitor") return [];
    const usage = scope === "tenant" ? tenant : chatbots.find(({ id }) => id === chatbotId);
    const [nearest] = budgetMeasures
      .flatMap((measure) => sharesOf(measure, most[measure], usage?.[period]))
      .sort((one, other) => other.share - one.share);
    if (!nearest || nearest.share < NEAR) return [];
    const { share, ...of } = nearest;
    return [{ scope, chatbotId, period, ...of, isUsedUp: share >= 1 }];
  });
  return near.sort((one, other) => Number(other.isUsedUp) - Number(one.isUsedUp));
}

function sharesOf(measure: BudgetMeasure, most: number | null, usage: Usage | undefined) {
  if (most === null) return [];
  const used = usage?.[measure] ?? 0;
  return [{ measure, used, most, share: most === 0 ? 1 : used / most }];
}
