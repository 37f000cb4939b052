import { damerauLevenshtein } from "./damerau-levenshtein.ts";

/** From `low` up to but not including `high`, by the order of the index. */
export type WordRange = { word: string; low: string; high: string };
export type KnownWord = { word: string; lexeme: string; documents: number };
/** `strength`: how surely the typed word is meant to be one of them, 0 to 1. */
export type Correction = { typed: string; lexemes: string[]; strength: number };

/** So many words of one question are looked at again; a question of more unknown words is not one of slips. */
export const MOST_UNKNOWN = 8;
const LONGEST_WORD = 30;
const MOST_NEAREST = 3;
const OTHER_LETTER = 0.7;
const SECOND_LETTERS = [..."abcdefghijklmnopqrstuvwxyz-"];

/** Slips forgiven: one in a word of 4 to 7 letters, two in a longer one; none in a code or a number. */
export function allowedEdits(word: string): number {
  if (word.length < 4 || word.length > LONGEST_WORD || /[^\p{L}'-]/u.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/** The unknown words worth a second look, longest first. */
export function correctable(unknown: string[]): string[] {
  return unknown
    .filter((word) => allowedEdits(word) > 0)
    .sort((one, other) => other.length - one.length || (one < other ? -1 : 1))
    .slice(0, MOST_UNKNOWN);
}

/**
 * Where in the index words stand that share the first letter and differ by few slips, as narrow ranges: a slip after the
 * second letter leaves the first two as they are, one at the second letter leaves what follows it.
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
    .map((low) => ({ word, low, high: after(low) }));
}

/** The least text above all that begin with `start`. "z" is skipped: marks that follow it come first in most languages. */
function after(start: string): string {
  const kept = start.replace(/z+$/, "");
  if (kept === "") return `${start}${"z".repeat(LONGEST_WORD)}`;
  const letters = [...kept];
  const last = letters.pop() ?? "";
  return letters.join("") + String.fromCodePoint((last.codePointAt(0) ?? 0) + 1);
}

/** The known words nearest to each typed one: fewest slips first, then those that more documents use. */
export function closestWords(unknown: string[], known: KnownWord[]): Correction[] {
  return unknown.flatMap((typed) => {
    const most = allowedEdits(typed);
    const near = known
      .filter(({ word, lexeme }) => word === typed && !/\d/.test(lexeme))
      .map((one) => ({ ...one, slips: damerauLevenshtein(typed, one.lexeme, most) }))
      .filter(({ slips }) => slips <= most);
    const least = Math.min(...near.map(({ slips }) => slips));
    const nearest = near
      .filter(({ slips }) => slips === least)
      .map((one) => ({ ...one, isOther: isOtherLetter(typed, one.lexeme) }))
      .sort((one, other) => Number(one.isOther) - Number(other.isOther) || other.documents - one.documents)
      .slice(0, MOST_NEAREST);
    const [first] = nearest;
    if (!first) return [];
    return [
      {
        typed,
        lexemes: nearest.map(({ lexeme }) => lexeme),
        strength: strengthOf(typed, first.lexeme, first.slips),
      },
    ];
  });
}

/** A slip in a short word, and a letter in place of another, rather make a word that is meant: "heart", not "heat". */
function strengthOf(typed: string, lexeme: string, slips: number): number {
  return (1 - (2 * slips) / typed.length) * (isOtherLetter(typed, lexeme) ? OTHER_LETTER : 1);
}

function isOtherLetter(typed: string, lexeme: string): boolean {
  const letters = (word: string) => [...word].sort().join("");
  return typed.length === lexeme.length && letters(typed) !== letters(lexeme);
}
