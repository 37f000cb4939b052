import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { tokensOf } from "./estimate-tokens.ts";
import { settlementSql } from "./queries/usage.ts";

export type Used = {
  /** As the provider counted; null where it did not report them. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** Characters of the answer, and of the prompt where that is known. */
  outputChars: number;
  inputChars: number | null;
  /** The model produced nothing, because the call failed or was never made. */
  isUnused: boolean;
};

/**
 * Settles a turn's usage once, as an SQL expression for the statement that ends the turn. What the provider
 * did not count is estimated and marked as such. The expression is true where a budget notification is due
 * (`notifyBudgets`).
 */
export function settlingUsage(ctx: Context, turnId: Id<"trn">, used: Used) {
  if (used.isUnused) return settlementSql(ctx, turnId, { input: 0, output: 0, isKnown: true });
  const isKnown = used.inputTokens !== null && used.outputTokens !== null;
  const input = used.inputTokens ?? (used.inputChars === null ? null : tokensOf(used.inputChars));
  const output = used.outputTokens ?? tokensOf(used.outputChars);
  return settlementSql(ctx, turnId, { input, output, isKnown });
}
