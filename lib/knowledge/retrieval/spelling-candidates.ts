import { damerauLevenshtein, differingLetters, letterBits } from "./damerau-levenshtein.ts";

/** From `low` inclusive to `high` exclusive, in index order. */
export type WordRange = { word: string; low: string; high: string };
export type KnownWord = { word: string; lexeme: string; documents: number };
/** A word of a question that occurs nowhere. */
export type UnknownWord = { typed: string; stem: string };
/** `strength`: confidence that one of the lexemes was meant, 0 to 1. */
export type Correction = { typed: string; lexemes: string[]; strength: number };

/** A question with more unknown words is probably not misspelled. */
export const MAX_UNKNOWN_WORDS = 8;
const MAX_WORD_LENGTH = 30;
const MAX_SUGGESTIONS = 3;
const MIN_SHORTENED_LENGTH = 5;
const SUBSTITUTION_FACTOR = 0.7;
/** Another ending is rather a form of the word than a mistake ("Akkus" of "Akku"); so are doubled letters. */
const CLOSE_STRENGTH = 0.9;
const SECOND_LETTERS = [..."abcdefghijklmnopqrstuvwxyz-"];

/** Edits allowed: one for 4 to 7 letters, two for longer words, none for codes and numbers. */
export function allowedEdits(word: string): number {
  if (word.length < 4 || word.length > MAX_WORD_LENGTH || /[^\p{L}'-]/u.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Returns the unknown words worth correcting, longest first. */
export function correctable<T extends UnknownWord>(unknown: T[]): T[] {
  return unknown
    .filter(({ stem }) => allowedEdits(stem) > 0)
    .sort((one, other) => other.stem.length - one.stem.length || (one.stem < other.stem ? -1 : 1))
    .slice(0, MAX_UNKNOWN_WORDS);
}

/**
 * Returns narrow index ranges of words with the same first letter within few edits. An edit after the second
 * letter leaves the first two unchanged; an edit at the second letter leaves the rest.
 */
export function candidateRanges(word: string): WordRange[] {
  const [first = "", second = "", third = ""] = word;
  const starts = new Set([first + second, first + third]);
  if (/^[a-z]/.test(word)) {
    for (const letter of SECOND_LETTERS) starts.add(first + letter + second).add(first + letter + third);
  }
  const wide = [first + second, first + third];
  return [...starts]
    .filter((low, at) => at < 2 || !wide.some((start) => low.startsWith(start)))
    .map((low) => ({ word, low, high: upperBound(low) }));
}

/** The smallest string above all with this prefix. "z" is skipped because accented letters sort after it. */
function upperBound(start: string): string {
  const kept = start.replace(/z+$/, "");
  if (kept === "") return `${start}${"z".repeat(MAX_WORD_LENGTH)}`;
  const letters = [...kept];
  const last = letters.pop() ?? "";
  return letters.join("") + String.fromCodePoint((last.codePointAt(0) ?? 0) + 1);
}

/**
 * Returns the closest known words for each unknown word: fewest edits first, then the most frequent. Known
 * words are stems, and a misspelled word may have another stem than the right one: "disply" is not reduced
 * like "display", nor "chrage" like "charge". So it is also compared as typed and without its last letter.
 */
export function closestWords(unknown: UnknownWord[], known: KnownWord[]): Correction[] {
  return unknown.flatMap(({ typed, stem }) => {
    const shorter = typed.slice(0, -1);
    const forms = [...new Set([stem, typed, ...(shorter.length >= MIN_SHORTENED_LENGTH ? [shorter] : [])])];
    const nearest = nearestTo(
      forms,
      known.filter(({ word }) => word === stem),
      allowedEdits(stem),
    )
      .map((one) => ({ ...one, isSubstituted: isSubstitution(one.form, one.lexeme) }))
      .sort(
        (one, other) =>
          Number(one.isSubstituted) - Number(other.isSubstituted) || other.documents - one.documents,
      )
      .slice(0, MAX_SUGGESTIONS);
    const [first] = nearest;
    if (!first) return [];
    const lexemes = nearest.map(({ lexeme }) => lexeme);
    return [{ typed, lexemes, strength: strengthOf(first.form, first.lexeme, first.edits) }];
  });
}

type Near = KnownWord & { form: string; edits: number };

/** Returns the words with the fewest edits. Thousands are compared, so it allocates only for those. */
function nearestTo(forms: string[], known: KnownWord[], maxEdits: number): Near[] {
  let near: Near[] = [];
  let fewest = maxEdits;
  const typed = forms.map((form) => ({ form, bits: letterBits(form) }));
  for (const one of known) {
    let closest: string | null = null;
    const bits = letterBits(one.lexeme);
    for (const { form, bits: formBits } of typed) {
      if (differingLetters(formBits, bits) > fewest) continue;
      const edits = editsBetween(form, one.lexeme, fewest);
      if (edits > fewest || (edits === fewest && closest !== null)) continue;
      if (/\d/.test(one.lexeme)) break;
      if (edits < fewest) near = [];
      fewest = edits;
      closest = form;
    }
    if (closest !== null) near.push({ ...one, form: closest, edits: fewest });
  }
  return near;
}

/** Doubling the wrong letters is one mistake, as in "baterry". */
function editsBetween(form: string, lexeme: string, maxEdits: number): number {
  const edits = damerauLevenshtein(form, lexeme, maxEdits);
  return edits > 1 && areDoubledDifferently(form, lexeme) ? 1 : edits;
}

function areDoubledDifferently(one: string, other: string): boolean {
  const canBe = one.length >= MIN_SHORTENED_LENGTH && Math.abs(one.length - other.length) <= 2;
  const sameEnds = one[0] === other[0] && one.at(-1) === other.at(-1);
  return canBe && sameEnds && withoutDoubles(one) === withoutDoubles(other);
}

const withoutDoubles = (word: string) => word.replace(/(.)\1/gu, "$1");

/** Short words and substituted letters are more likely to be intended: "heart", not "heat". */
function strengthOf(typed: string, lexeme: string, edits: number): number {
  const isEnding = typed.startsWith(lexeme) || lexeme.startsWith(typed);
  if (isEnding || areDoubledDifferently(typed, lexeme)) return CLOSE_STRENGTH;
  return (1 - (2 * edits) / typed.length) * (isSubstitution(typed, lexeme) ? SUBSTITUTION_FACTOR : 1);
}

function isSubstitution(typed: string, lexeme: string): boolean {
  const letters = (word: string) => [...word].sort().join("");
  return typed.length === lexeme.length && letters(typed) !== letters(lexeme);
}
