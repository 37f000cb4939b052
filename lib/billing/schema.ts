import { z } from "zod";

export const budgetScopes = ["tenant", "chatbot", "visitor"] as const;
export type BudgetScope = (typeof budgetScopes)[number];
export const budgetPeriods = ["day", "month"] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];
export const budgetMeasures = ["messages", "tokens", "costMicros"] as const;
export type BudgetMeasure = (typeof budgetMeasures)[number];

/** Requests a day of a workspace that has set nothing else. */
export const DEFAULT_MESSAGES_A_DAY = 10_000;

/** Millionths of a dollar: whole numbers, so that sums are exact. */
export const MICROS = 1_000_000;

const most = z.number().int().min(0).max(1_000_000_000_000).nullable().default(null);

/** What may be used up in a day or a month, by UTC. Null: as much as one likes. */
export const budgetInput = z
  .object({
    scope: z.enum(budgetScopes),
    /** The chatbot that a budget of this scope is for, by its id. */
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

/** What a model costs, in millionths of a dollar for a million tokens. */
export const priceInput = z.object({
  model: z.string().trim().min(1).max(120),
  inputMicros: z.number().int().min(0).max(1_000_000_000_000),
  outputMicros: z.number().int().min(0).max(1_000_000_000_000),
});
export type PriceInput = z.infer<typeof priceInput>;

export type Usage = { messages: number; tokens: number; costMicros: number };
export type Budget = BudgetInput;
export type ModelPrice = PriceInput & { isOwn: boolean };

/** What a workspace has used of what it may, in the day and the month that run. */
export type UsageReport = {
  /** When the day and the month end, and counting begins anew. */
  resetsAt: Record<BudgetPeriod, string>;
  tenant: Record<BudgetPeriod, Usage>;
  chatbots: { id: string; day: Usage; month: Usage }[];
  budgets: Budget[];
  prices: ModelPrice[];
};

/** Why a turn was not begun, for whoever asked: `details` of a `budget_exceeded`. */
export type BudgetRefusal = { scope: BudgetScope; period: BudgetPeriod; resetAt: string };
