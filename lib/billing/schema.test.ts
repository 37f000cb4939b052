import { describe, expect, it } from "vitest";
import { budgetInput, priceInput } from "./schema.ts";

const budget = { scope: "tenant", period: "day", messages: 5 };
const price = { model: "a", inputMicros: 1, outputMicros: 2 };

describe("budgetInput", () => {
  it("accepts integers, 0, and null for no limit", () => {
    expect(budgetInput.parse(budget)).toEqual({ ...budget, chatbotId: null, tokens: null, costMicros: null });
    expect(budgetInput.parse({ ...budget, messages: 0 }).messages).toBe(0);
  });
  it.each([
    { messages: -1 },
    { messages: 1.5 },
    { messages: 1e300 },
    { messages: Number.NaN },
    { messages: "5" },
    { tokens: [] },
    { scope: "everyone" },
    { period: "year" },
    { chatbotId: "bot_x" },
    { scope: "chatbot" },
  ])("rejects %j", (part) => {
    expect(budgetInput.safeParse({ ...budget, ...part }).success).toBe(false);
  });
});

it.each([
  { model: " " },
  { model: "x".repeat(121) },
  { inputMicros: -1 },
  { outputMicros: 0.5 },
  { inputMicros: 1e15 },
])("rejects a price of %j", (part) => {
  expect(priceInput.safeParse(price).success).toBe(true);
  expect(priceInput.safeParse({ ...price, ...part }).success).toBe(false);
});
