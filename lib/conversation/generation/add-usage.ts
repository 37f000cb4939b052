import type { AnswerUsage } from "./answer-event.ts";

export const ZERO_USAGE: AnswerUsage = { inputTokens: 0, outputTokens: 0 };

/** Null plus any count is null: the sum is unknown. */
export function addUsage(one: AnswerUsage, other: AnswerUsage): AnswerUsage {
  const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  return {
    inputTokens: plus(one.inputTokens, other.inputTokens),
    outputTokens: plus(one.outputTokens, other.outputTokens),
  };
}
