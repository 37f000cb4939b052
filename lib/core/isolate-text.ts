/** Letters of scripts that run from right to left, and the marks that set a direction. */
const REORDERING =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Embeddings, overrides and isolates. Only these affect text outside their own. */
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ["\u2068", "\u2069"];

/**
 * Isolates a name within plain text, such as a tooltip, where `<bdi>` is not possible, so that it cannot
 * reorder the words around it (Unicode UAX 9). Left-to-right text is unchanged.
 */
export function isolateText(text: string): string {
  if (!REORDERING.test(text)) return text;
  return `${FIRST_STRONG_ISOLATE}${text.replace(CONTROLS, "")}${POP_ISOLATE}`;
}
