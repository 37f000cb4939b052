import { expect, it } from "vitest";
import { budgetsNearLimit } from "./budgets-near-limit.ts";
import type { Budget, UsageReport } from "./schema.ts";

const used = (messages: number, tokens = 0, costMicros = 0) => ({ messages, tokens, costMicros });
const budget = (most: Partial<Budget> & Pick<Budget, "scope" | "period">): Budget => ({
  chatbotId: null,
  messages: null,
  tokens: null,
  costMicros: null,
  ...most,
});
const report = (budgets: Budget[]): UsageReport => ({
  resetsAt: { day: "2026-12-02T00:00:00Z", month: "2027-01-01T00:00:00Z" },
  tenant: { day: used(79), month: used(400, 5_000, 900) },
  chatbots: [{ id: "bot_a", day: used(10), month: used(10) }],
  budgets,
  prices: [],
});

it("returns used-up budgets first, then those near their limit, with the measure nearest to it", () => {
  const near = budgetsNearLimit(
    report([
      budget({ scope: "tenant", period: "day", messages: 100 }),
      budget({ scope: "tenant", period: "month", messages: 5_000, tokens: 6_000, costMicros: 1_000 }),
      budget({ scope: "chatbot", chatbotId: "bot_a", period: "day", messages: 10 }),
      budget({ scope: "chatbot", chatbotId: "bot_b", period: "day", messages: 1 }),
      budget({ scope: "visitor", period: "day", messages: 1 }),
    ]),
  );
  expect(near).toEqual([
    {
      scope: "chatbot",
      chatbotId: "bot_a",
      period: "day",
      measure: "messages",
      used: 10,
      most: 10,
      isUsedUp: true,
    },
    {
      scope: "tenant",
      chatbotId: null,
      period: "month",
      measure: "costMicros",
      used: 900,
      most: 1_000,
      isUsedUp: false,
    },
  ]);
});

it("counts a budget of 0 as used up, also without any usage", () => {
  const [near] = budgetsNearLimit(
    report([budget({ scope: "chatbot", chatbotId: "bot_b", period: "month", messages: 0 })]),
  );
  expect(near).toMatchObject({ chatbotId: "bot_b", measure: "messages", isUsedUp: true });
});
