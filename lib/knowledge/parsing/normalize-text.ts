const LINE_BREAKS = /\r\n?|[\u2028\u2029\u0085\f\v]/g;
const WIDE_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f]/g;
/** Soft hyphen, zero-width, bidi controls, invisible operators, annotation marks, tag characters. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\u{e0000}-\u{e007f}]/gu;
/** Zero-width joiners shape emoji sequences and Arabic or Indic words; elsewhere they only hide text. */
const STRAY_JOINERS =
  /(?<!\ufe0f|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Mark}])(?:\u200c|\u200d)+|(?:\u200c|\u200d){2,}/gu;
/** A single selector picks a glyph; a run of them can encode bytes. */
const SELECTOR_RUNS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g;

/** Returns NFC text with \n as the only line break and without invisible characters. */
export function normalizeText(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_BREAKS, "\n")
    .replace(WIDE_SPACES, " ")
    .replace(INVISIBLE, "")
    .replace(STRAY_JOINERS, "")
    .replace(SELECTOR_RUNS, "")
    .replace(CONTROLS, "")
    .normalize("NFC");
}

/** Returns the text on one line, at most `limit` UTF-16 units, never ending in half a character. */
export function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= limit
    ? line
    : line
        .slice(0, limit)
        .replace(/[\ud800-\udbff]$/, "")
        .trimEnd();
}
