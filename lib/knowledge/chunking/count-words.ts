/** Letters of an unbroken run (a URL, minified code) that count as one word. */
const LETTERS_PER_WORD = 24;
const SYMBOLS_PER_WORD = 40;
const LONE_SYMBOL = 0.25;
/** Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without spaces. */
const UNSPACED_LETTERS_PER_WORD = 1.7;

/** Counts words. Long runs count by length, so that no text counts as zero. */
export function countWords(text: string): number {
  let words = 0;
  let letters = 0;
  let symbols = 0;
  let unspaced = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : 32;
    if (isSpace(code)) {
      if (letters > 0) words += Math.ceil((letters + symbols) / LETTERS_PER_WORD);
      else if (symbols > 0) words += Math.max(LONE_SYMBOL, symbols / SYMBOLS_PER_WORD);
      letters = 0;
      symbols = 0;
    } else if (isUnspacedScript(code)) unspaced += 1;
    else if (isLetterOrDigit(code)) letters += 1;
    else symbols += 1;
  }
  return words + unspaced / UNSPACED_LETTERS_PER_WORD;
}

/**
 * Splits at spaces after at most `limit` words (or units of `measure`). Longer runs without spaces are split
 * inside.
 */
export function cutByWords(
  text: string,
  limit: number,
  measure: (text: string) => number = countWords,
): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  let open: { start: number; end: number; words: number } | undefined;
  for (const run of runs(text, limit, measure)) {
    if (open && open.words + run.words <= limit) {
      open.end = run.end;
      open.words += run.words;
    } else {
      open = { ...run };
      ranges.push(open);
    }
  }
  return ranges.map(({ start, end }) => ({ start, end }));
}

function* runs(
  text: string,
  limit: number,
  measure: (text: string) => number,
): Generator<{ start: number; end: number; words: number }> {
  for (const match of text.matchAll(/\S+/g)) {
    const words = measure(match[0]);
    const step =
      words <= limit ? match[0].length : Math.max(2, Math.floor((match[0].length * limit) / words));
    const last = match.index + match[0].length;
    for (let start = match.index; start < last; ) {
      let end = Math.min(start + step, last);
      if (end < last && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
      yield { start, end, words: measure(text.slice(start, end)) };
      start = end;
    }
  }
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0x3000;
}

function isLetterOrDigit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code >= 0xaa
  );
}

function isUnspacedScript(code: number): boolean {
  return (
    (code >= 0x3040 && code <= 0x9fff) ||
    (code >= 0x0e00 && code <= 0x0eff) ||
    (code >= 0x1000 && code <= 0x109f) ||
    (code >= 0x1780 && code <= 0x17ff) ||
    (code >= 0xf900 && code <= 0xfaff)
  );
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
