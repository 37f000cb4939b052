import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { tokensOf } from "./estimate-tokens.ts";
import { settlementSql } from "./queries.ts";

export type Used = {
  /** As the provider counted; null where it did not say. */
  inputTokens: number | null;
  outputTokens: number | null;
  /** Characters of the answer, and of the prompt where that is known. */
  outputChars: number;
  inputChars: number | null;
  /** The model said nothing and was refused or never reached: nothing was used. */
  isUnused: boolean;
};

/**
 * Settles a turn, once, as an expression for the one statement that ends it. What the provider did not count is estimated,
 * and marked so. It says whether a budget is nearly used up of which `tellBudgets` has to tell, afterwards.
 */
export function settlingUsage(ctx: Context, turnId: Id<"trn">, used: Used) {
  if (used.isUnused) return settlementSql(ctx, turnId, { input: 0, output: 0, isKnown: true });
  const isKnown = used.inputTokens !== null && used.outputTokens !== null;
  const input = used.inputTokens ?? (used.inputChars === null ? null : tokensOf(used.inputChars));
  const output = used.outputTokens ?? tokensOf(used.outputChars);
  return settlementSql(ctx, turnId, { input, output, isKnown });
}
