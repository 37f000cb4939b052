const CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const [UNKNOWN, WORD, OTHER] = [0, 1, 2];
/** By UTF-16 unit. Filled when a unit first occurs; surrogates, which need their neighbor, stay unknown. */
const kinds = new Uint8Array(0x1_0000);

/**
 * Calls back for each word of a text, a run of letters, digits and marks, with its place in UTF-16 units.
 * Several times as fast as a Unicode expression, and creates no strings.
 */
export function scanWords(
  text: string,
  visit: (start: number, end: number) => void,
  from = 0,
  to = text.length,
): void {
  for (let at = from; at < to; at += 1) {
    if (!isInWord(text, at)) continue;
    const start = at;
    do at += 1;
    while (at < to && isInWord(text, at));
    visit(start, at);
  }
}

function isInWord(text: string, at: number): boolean {
  const kind = kinds[text.charCodeAt(at)];
  return kind === UNKNOWN ? learnKind(text, at) : kind === WORD;
}

function learnKind(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  const isSecond = isSurrogate && unit >= 0xdc00;
  const isWord = CHARACTER.test(String.fromCodePoint(text.codePointAt(isSecond ? at - 1 : at) ?? 0));
  if (!isSurrogate) kinds[unit] = isWord ? WORD : OTHER;
  return isWord;
}
