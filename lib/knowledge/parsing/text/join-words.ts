const WORD = /\p{L}[\p{L}\p{M}]*(?:[-‐]\p{L}[\p{L}\p{M}]*)*/gu;
const CUT = /(\p{L}[\p{L}\p{M}]*)([-‐\u00ad])$/u;
const CUT_LINES = /(?<![\p{L}\p{M}])\p{L}[\p{L}\p{M}]*[-‐\u00ad][ \t]*\n[ \t]*\p{Ll}[\p{L}\p{M}]*/gu;
const MIN_PART = 3;
const MAX_WORD_LENGTH = 100;

export type WordJoiner = (line: string, next: string) => string | null;

/**
 * Returns a function that joins two lines if a word is cut between them, else null. The hyphen stays where
 * the text elsewhere writes the word with it, or writes both parts as words but not the whole.
 */
export function makeWordJoiner(text: string): WordJoiner {
  const whole = text.replace(CUT_LINES, " ");
  const words = new Set(whole.match(WORD)?.map((word) => word.replaceAll("‐", "-").toLowerCase()));
  return (line, next) => {
    const [, left = "", hyphen = ""] = CUT.exec(line.slice(-MAX_WORD_LENGTH)) ?? [];
    const right = /^\p{Ll}[\p{L}\p{M}]*/u.exec(next)?.[0] ?? "";
    if (left === "" || right === "" || !/\p{Ll}$/u.test(left)) return null;
    const [first, second] = [left.toLowerCase(), right.toLowerCase()];
    const isTwoWords =
      first.length >= MIN_PART && second.length >= MIN_PART && words.has(first) && words.has(second);
    const keeps =
      hyphen !== "\u00ad" && !words.has(first + second) && (words.has(`${first}-${second}`) || isTwoWords);
    return line.slice(0, -1) + (keeps ? hyphen : "") + next;
  };
}
