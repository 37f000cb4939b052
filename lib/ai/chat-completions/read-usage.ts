import type { LanguageModelV4Usage } from "@ai-sdk/provider";

export type TokenCounts = {
  input: number | undefined;
  output: number | undefined;
  reasoning: number | undefined;
};

/** Reads token counts; a count that is not a positive number is unknown. */
export function readUsage(usage: unknown): TokenCounts | null {
  if (typeof usage !== "object" || usage === null) return null;
  const {
    prompt_tokens,
    completion_tokens,
    completion_tokens_details: details,
  } = usage as Record<string, unknown>;
  const reasoning = (details as Record<string, unknown> | null | undefined)?.reasoning_tokens;
  const counts = {
    input: countOf(prompt_tokens),
    output: countOf(completion_tokens),
    reasoning: countOf(reasoning),
  };
  return counts.input === undefined && counts.output === undefined ? null : counts;
}

function countOf(count: unknown): number | undefined {
  return typeof count === "number" && count > 0 ? count : undefined;
}

export function toUsage(counts: TokenCounts | null): LanguageModelV4Usage {
  const { input, output, reasoning } = counts ?? {
    input: undefined,
    output: undefined,
    reasoning: undefined,
  };
  return {
    inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: {
      total: output,
      text: output === undefined ? undefined : output - (reasoning ?? 0),
      reasoning,
    },
  };
}
