/** Stands for an earlier mark in the text before. */
export const MARK = "\u0001";

export const ENDS_CLAUSE = /^[.,;:!?…)\]»”"'。，；：！？、\n\r|]/;
export const SCRIPT_WITHOUT_SPACES = /[\u2e80-\u9fff\uf900-\ufaff\u3000-\u30ff]$/;

export type Surroundings = {
  /** The line so far, with `MARK` for each mark in it. */
  before: string;
  /** What follows on the line, as far as it is known; empty at the end of the text. */
  after: string;
  known: ReadonlySet<number>;
  /** The largest number that a mark may have, where that is more than usual. */
  largest?: number;
};

/** Whether a line holds nothing but signs of a list, a quote or a heading. */
export function isLineStart(before: string): boolean {
  return /^\s*(?:(?:[-*+>#]+|\d{1,3}[.)])\s+)*[*_]*$/.test(before);
}
