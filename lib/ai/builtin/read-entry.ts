/** A term with its explanation indented below it or beside it, as manuals list options and settings. */
export type Entry = {
  term: string;
  /** Indentation of the explanation. */
  body: number;
  /** The explanation's first line, if it is on the line of the term. */
  rest: string | null;
};

const MIN_DEEPER = 2;
const MAX_TERM_LENGTH = 90;
const MIN_WIDTH = 60;
const MAX_WIDTH = 120;
const ITEM = /^\s*(?:[-*+•]|\d{1,9}[.)])\s/;
const BESIDE = /^(\s*)(\S(?:.{0,38}\S)?)(\s{2,})(\S.*)$/;
const MAX_OPTION_WORDS = 6;
const OPTION = /^-{1,2}[\p{L}\p{N}?]/u;
const CODE = /^\d{1,3}$/;

/** Returns the entry that starts at a line, or null. `width` is that of the text's lines. */
export function readEntry(lines: string[], at: number, width: number): Entry | null {
  const line = lines[at] ?? "";
  if (line.length > 1_000 || line.trim() === "" || ITEM.test(line) || /^\s*\|/.test(line)) return null;
  return entryBeside(lines, at) ?? entryAbove(lines, at, width);
}

/** Length of the longest line of a text that is broken into lines; at most `MAX_WIDTH`. */
export function widthOf(lines: string[]): number {
  return lines.reduce((width, { length }) => Math.max(width, Math.min(length, MAX_WIDTH)), MIN_WIDTH);
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** "-k, --dmesg" above its indented explanation. A line that was only wrapped is not a term. */
function entryAbove(lines: string[], at: number, width: number): Entry | null {
  const term = (lines[at] ?? "").trim();
  const next = lines[at + 1] ?? "";
  const body = indentOf(next);
  const isDeeper = next.trim() !== "" && body >= indentOf(lines[at] ?? "") + MIN_DEEPER;
  if (!isDeeper || term.length > MAX_TERM_LENGTH || /[.!?;,:]$/.test(term)) return null;
  if (ITEM.test(next) || !/[\p{L}\p{N}]/u.test(term)) return null;
  const [word = ""] = next.trim().split(/\s/, 1);
  // The indentation of a passage's first line is lost, so that of its explanation stands for it.
  const isFull = body + term.length + 1 + word.length >= width - 2 && !isOption(term);
  return isFull ? null : { term, body, rest: null };
}

function isOption(term: string): boolean {
  return OPTION.test(term) && term.split(/\s+/).length <= MAX_OPTION_WORDS;
}

/** "-f     Suppress most messages.": what follows is below it, or the term is an option or a code. */
function entryBeside(lines: string[], at: number): Entry | null {
  const [, before = "", term = "", gap = "", rest = ""] = BESIDE.exec(lines[at] ?? "") ?? [];
  if (term === "") return null;
  const body = before.length + term.length + gap.length;
  const next = lines[at + 1] ?? "";
  const isContinued = next.trim() !== "" && indentOf(next) === body;
  const isPlain = OPTION.test(term) || CODE.test(term);
  if (!isContinued && !(isPlain && (next.trim() === "" || indentOf(next) <= body))) return null;
  return { term, body, rest };
}
