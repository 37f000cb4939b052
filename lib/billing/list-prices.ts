import type { PriceInput } from "./schema.ts";

const dollars = (model: string, input: number, output: number): PriceInput => ({
  model,
  inputMicros: Math.round(input * 1_000_000),
  outputMicros: Math.round(output * 1_000_000),
});

/**
 * List prices in dollars for a million tokens, where a workspace has entered none of its own. Providers change them: they are
 * a beginning, and shown as such. A model that stands in neither list costs nothing here.
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
];

/** A dated name (`gpt-5-mini-2026-01-01`) costs what its model does. */
export function listPrice(model: string): PriceInput | null {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, "");
  return listPrices.find((price) => price.model === name) ?? null;
}
