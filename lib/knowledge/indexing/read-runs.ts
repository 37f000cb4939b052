import { UNSPACED } from "./scripts-without-spaces.ts";

/** The smallest piece of a word: letters, digits, or characters of a script without spaces. */
export type Atom = {
  text: string;
  kind: "letters" | "digits" | "unspaced";
  /** The sign before it; empty at the first and where letters meet digits. */
  sign: string;
};
/** Pieces joined without a space ("Wi-Fi/Bluetooth", "v2.14.3") and the signs at the end ("C++"). */
export type Run = { index: number; length: number; atoms: Atom[]; ending: string };

const SIGN = "::|[-\\u2010\\u2011\\u2013_./\\u2044:'\\u2019@&+\\\\\\u00b7]|(?<=\\p{Nd}),(?=\\p{Nd})";
const RUN = new RegExp(
  `[\\p{L}\\p{N}\\p{M}]+(?:(?:${SIGN})[\\p{L}\\p{N}\\p{M}]+)*(?:\\+\\+|#(?![\\p{L}\\p{N}]))?`,
  "gu",
);
const PIECE = new RegExp(
  `(?<unspaced>[${UNSPACED}][${UNSPACED}\\p{M}]*)|(?<digits>\\p{N}+)|(?<letters>(?:(?![${UNSPACED}])[\\p{L}\\p{M}])+)|(?<sign>.)`,
  "gu",
);
/** Closing tags, comments and tags with attributes. Words in other angle brackets are placeholders. */
const MARKUP = /<\/[a-z][\w-]*\s*>|<!--.*?-->|<[a-z][\w-]*\s[^<>=]*=[^<>]*>/gis;
/** Vowel signs that Arabic and Hebrew texts may leave out, the Arabic stretching line, soft hyphens. */
const OPTIONAL_SIGNS = /[\u0591-\u05c7\u064b-\u0652\u0640\u00ad]/g;

const IS_ASCII = /^\p{ASCII}*$/u;

/** Returns a text in the form its words are compared in: lower case, with compatible characters unified. */
export function normalizeWords(text: string): string {
  const plain = text.includes("<") ? text.replace(MARKUP, " ") : text;
  if (IS_ASCII.test(plain)) return plain.toLowerCase();
  return plain.normalize("NFKC").toLowerCase().replaceAll("i\u0307", "i").replace(OPTIONAL_SIGNS, "");
}

/** @param text from `normalizeWords` */
export function readRuns(text: string): Run[] {
  return Array.from(text.matchAll(RUN), ({ 0: run, index }) => ({
    index,
    length: run.length,
    ...readPieces(run),
  }));
}

/** Most words, recognized without looking at each piece. */
const PLAIN = /^[a-z]+$/;

function readPieces(run: string): { atoms: Atom[]; ending: string } {
  if (PLAIN.test(run)) return { atoms: [{ text: run, kind: "letters", sign: "" }], ending: "" };
  const atoms: Atom[] = [];
  let sign = "";
  for (const { 0: text, groups = {} } of run.matchAll(PIECE)) {
    if (groups.sign !== undefined) sign += text;
    else {
      const kind =
        groups.unspaced !== undefined ? "unspaced" : groups.digits !== undefined ? "digits" : "letters";
      atoms.push({ text, kind, sign });
      sign = "";
    }
  }
  return { atoms, ending: sign };
}
