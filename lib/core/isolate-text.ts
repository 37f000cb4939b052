/** Letters of scripts that run from right to left, and the marks that set a direction. */
const REORDERING =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Embeddings, overrides and isolates. Only these reach beyond the text they are in. */
const CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ["\u2068", "\u2069"];

/**
 * A name for the middle of a sentence or a plain text, such as a tooltip, where no `<bdi>` is possible: it
 * cannot change the order of the words around it (Unicode UAX 9). Text that runs left to right stays as is.
 */
export function isolateText(text: string): string {
  if (!REORDERING.test(text)) return text;
  return `${FIRST_STRONG_ISOLATE}${text.replace(CONTROLS, "")}${POP_ISOLATE}`;
}
