import {
  type BudgetMeasure,
  type BudgetPeriod,
  budgetMeasures,
  type Usage,
  type UsageReport,
} from "./schema.ts";

/** Share of a budget from which it is told of. */
const NEAR = 0.8;

export type BudgetNearLimit = {
  scope: "tenant" | "chatbot";
  chatbotId: string | null;
  period: BudgetPeriod;
  /** Of what most is used. */
  measure: BudgetMeasure;
  used: number;
  most: number;
  isUsedUp: boolean;
};

/** The budgets of workspace and chatbots that are nearly or wholly used up: these first. A budget of nothing is used up. */
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
