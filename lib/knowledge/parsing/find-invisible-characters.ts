import { type HiddenText, hiddenText, MAX_EXCERPT_LENGTH } from "./hidden-text.ts";

const SUSPICIOUS =
  /[\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0\u{e0000}-\u{e007f}\p{Variation_Selector}]/u;
/**
 * Tag characters mirror ASCII and are invisible, except after the black flag, where they name a region (UTS
 * 51).
 */
const TAGS = /(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,6})[\u{e0020}-\u{e007e}]+/gu;
/** A single selector picks a glyph; a run of them can encode bytes. */
const SELECTORS = /\p{Variation_Selector}{2,}/gu;
/** In these scripts an invisible character between two letters only hides the word from search. */
const LETTER = "[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}]";
const SPLIT_WORD = new RegExp(
  `(?<=${LETTER})[\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2060-\\u2069\\u3164\\ufeff\\uffa0]+(?=${LETTER})`,
  "gu",
);
/** Reverse the display order, so text reads differently from how it is stored. */
const OVERRIDES = /[\u202d\u202e]/g;
const CONTEXT_CHARS = 40;

/**
 * Finds invisible characters that no language needs. Words hidden in tag characters or variation selectors
 * are decoded; words split by zero-width characters or reversed are quoted.
 */
export function findInvisibleCharacters(text: string): HiddenText[] {
  if (!SUSPICIOUS.test(text)) return [];
  const tags = [...text.matchAll(TAGS)].flatMap(([run]) => hiddenText("tag-characters", spellTags(run)));
  const bytes = [...text.matchAll(SELECTORS)].flatMap(([run]) =>
    hiddenText("tag-characters", spellBytes(run)),
  );
  return [...tags, ...bytes, ...quoteAll(text, SPLIT_WORD), ...quoteAll(text, OVERRIDES)];
}

/** Reported as one entry, however many there are. */
function quoteAll(text: string, pattern: RegExp): HiddenText[] {
  const found = [...text.matchAll(pattern)];
  const [first] = found;
  if (!first) return [];
  const around = text.slice(
    Math.max(first.index - CONTEXT_CHARS, 0),
    first.index + first[0].length + CONTEXT_CHARS,
  );
  const [quoted] = hiddenText("zero-width", around.slice(0, MAX_EXCERPT_LENGTH));
  const characters = found.reduce((sum, [run]) => sum + run.length, 0);
  return quoted ? [{ ...quoted, characters, pieces: found.length }] : [];
}

const spellTags = (run: string) =>
  [...run].map((character) => String.fromCodePoint((character.codePointAt(0) as number) - 0xe0000)).join("");

function spellBytes(run: string): string {
  const bytes = [...run].map((character) => {
    const code = character.codePointAt(0) as number;
    return (code < 0xe0100 ? code - 0xfe00 : code - 0xe0100 + 16) & 0xff;
  });
  return Buffer.from(bytes).toString("utf8");
}
