import { z } from "zod";

export const budgetScopes = ["tenant", "chatbot", "visitor"] as const;
export type BudgetScope = (typeof budgetScopes)[number];
export const budgetPeriods = ["day", "month"] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];
export const budgetMeasures = ["messages", "tokens", "costMicros"] as const;
export type BudgetMeasure = (typeof budgetMeasures)[number];

/** Messages per day for a workspace without a daily budget. */
export const DEFAULT_MESSAGES_A_DAY = 10_000;

/** Costs are in millionths of a dollar, as integers, so that sums are exact. */
export const MICROS = 1_000_000;

const most = z.number().int().min(0).max(1_000_000_000_000).nullable().default(null);

/** Limits per day or month (UTC). Null: no limit. */
export const budgetInput = z
  .object({
    scope: z.enum(budgetScopes),
    /** The chatbot's id where the scope is `chatbot`, else null. */
    chatbotId: z.string().max(64).nullable().default(null),
    period: z.enum(budgetPeriods),
    messages: most,
    tokens: most,
    costMicros: most,
  })
  .refine(({ scope, chatbotId }) => (scope === "chatbot") === (chatbotId !== null), {
    path: ["chatbotId"],
    message: "Set chatbotId only when scope is chatbot.",
  });
export type BudgetInput = z.infer<typeof budgetInput>;

/** A model's price, in millionths of a dollar per million tokens. */
export const priceInput = z.object({
  model: z.string().trim().min(1).max(120),
  inputMicros: z.number().int().min(0).max(1_000_000_000_000),
  outputMicros: z.number().int().min(0).max(1_000_000_000_000),
});
export type PriceInput = z.infer<typeof priceInput>;

export type Usage = { messages: number; tokens: number; costMicros: number };
export type Budget = BudgetInput;
export type ModelPrice = PriceInput & { isOwn: boolean };

/** A workspace's usage and budgets for the current day and month. */
export type UsageReport = {
  /** When the day and the month end and the usage resets. */
  resetsAt: Record<BudgetPeriod, string>;
  tenant: Record<BudgetPeriod, Usage>;
  chatbots: { id: string; day: Usage; month: Usage }[];
  budgets: Budget[];
  prices: ModelPrice[];
};

/** `details` of a `budget_exceeded` error. */
export type BudgetRefusal = { scope: BudgetScope; period: BudgetPeriod; resetAt: string };
