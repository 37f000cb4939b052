import { expect } from "vitest";
import type { Limit } from "#lib/core/kv/kv.ts";

/**
 * Expects that a full bucket gives all its tokens to the requests of `count`, which returns how many were
 * admitted, and besides these only the ones that came back while the requests ran.
 */
export async function expectTokens({ tokens, windowMs }: Limit, count: () => Promise<number>): Promise<void> {
  const started = performance.now();
  const admitted = await count();
  const refilled = Math.ceil((performance.now() - started) / (windowMs / tokens));
  expect(admitted).toBeGreaterThanOrEqual(tokens);
  expect(admitted).toBeLessThanOrEqual(tokens + refilled);
}
