/** About four characters a token in English; other scripts need more, and are settled by what the provider counts. */
const CHARS_PER_TOKEN = 4;
/** What an answer is taken to need where nobody has set its greatest length. */
const USUAL_OUTPUT = 800;

export const tokensOf = (chars: number): number => Math.ceil(chars / CHARS_PER_TOKEN);

/** What a turn is likely to use, before it runs: set aside until it is known. */
export function estimateTokens(turn: {
  /** Characters that certainly go in: question and instructions. */
  chars: number;
  /** Tokens that may go in besides: passages. */
  passages: number;
  maxOutput: number | undefined;
}): { input: number; output: number } {
  return {
    input: tokensOf(turn.chars) + turn.passages,
    output: Math.min(turn.maxOutput ?? USUAL_OUTPUT, 100_000),
  };
}
