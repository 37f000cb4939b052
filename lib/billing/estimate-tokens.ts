/** About right for English; other scripts need more tokens, and the provider's count settles them. */
const CHARS_PER_TOKEN = 4;
/** Assumed for an answer without a length limit. */
const DEFAULT_OUTPUT_TOKENS = 800;

export const tokensOf = (chars: number): number => Math.ceil(chars / CHARS_PER_TOKEN);

/** Estimates what a turn will use, to reserve it until the actual usage is known. */
export function estimateTokens(turn: {
  /** Characters of the question and the instructions. */
  chars: number;
  /** Tokens that passages may add. */
  passages: number;
  maxOutput: number | undefined;
}): { input: number; output: number } {
  return {
    input: tokensOf(turn.chars) + turn.passages,
    output: Math.min(turn.maxOutput ?? DEFAULT_OUTPUT_TOKENS, 100_000),
  };
}
