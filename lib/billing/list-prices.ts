import type { PriceInput } from "./schema.ts";

const dollars = (model: string, input: number, output: number): PriceInput => ({
  model,
  inputMicros: Math.round(input * 1_000_000),
  outputMicros: Math.round(output * 1_000_000),
});

/**
 * Default prices in US dollars per million tokens, where a workspace has not entered its own. They may be out
 * of date, and the interface says so. Models without a price cost nothing.
 */
export const listPrices: readonly PriceInput[] = [
  dollars("gpt-4o", 2.5, 10),
  dollars("gpt-4o-mini", 0.15, 0.6),
  dollars("gpt-4.1", 2, 8),
  dollars("gpt-4.1-mini", 0.4, 1.6),
  dollars("gpt-4.1-nano", 0.1, 0.4),
  dollars("gpt-5", 1.25, 10),
  dollars("gpt-5-mini", 0.25, 2),
  dollars("gpt-5-nano", 0.05, 0.4),
  dollars("o3", 2, 8),
  dollars("o4-mini", 1.1, 4.4),
  dollars("text-embedding-3-small", 0.02, 0),
  dollars("text-embedding-3-large", 0.13, 0),
];

/** Finds the default price of a model, ignoring a date suffix (`gpt-5-mini-2026-01-01`). */
export function listPrice(model: string): PriceInput | null {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  return listPrices.find((price) => price.model === name) ?? null;
}
