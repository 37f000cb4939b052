import { stemmer } from "stemmer";
import { irregular } from "./english.ts";

/** A word of a text and the keys it can be found by; the first key is the whole word. */
export type Word = { surface: string; keys: string[] };

const WORD = /[\p{L}\p{N}]+(?:[.,:'’_-][\p{L}\p{N}]+)*/gu;
const MAX_WORD_LENGTH = 60;

export function readWords(text: string): Word[] {
  const words: Word[] = [];
  for (const [match] of fold(text).matchAll(WORD)) {
    if (match.length <= MAX_WORD_LENGTH) words.push({ surface: match, keys: keysOf(match) });
  }
  return words;
}

/** Lower case without accents. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘]/g, "'");
}

/** Maps inflections and spelling variants to one key: "tyres" and "tire", "colour" and "color". */
export function keyOf(word: string): string {
  const bare = word.replace(/'s?$/, "");
  if (/\d/.test(bare)) return bare.replace(/(?<=\d),(?=\d{3})/g, "");
  const base = irregular[bare] ?? bare.replace(/(?<=.{3})is(?=(?:e|es|ed|ing|ers?|ations?)$)/, "iz");
  return stemmer(base).replace(/y/g, "i").replace(/our$/, "or").replace(/tr$/, "ter");
}

function keysOf(word: string): string[] {
  const whole = keyOf(word.replace(/(?<=\p{L})[-.](?=\p{L})|[-](?=\d)|(?<=\d)-(?=\p{L})/gu, ""));
  const parts = word.split(/[-_.,:']/).filter(Boolean);
  if (parts.length > 1) return [...new Set([whole, ...(isNumber(word) ? [] : parts.map(keyOf))])];
  const measured = /^(\d+)(\p{L}+)$/u.exec(word);
  return measured?.[1] ? [whole, measured[1], keyOf(measured[2] ?? "")] : [whole];
}

function isNumber(word: string): boolean {
  return /^\d[\d.,:]*$/.test(word);
}

/** Whether two keys belong to one word family: "store" and "storage", "weigh" and "weight". */
export function isRelated(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length);
  const longer = Math.max(one.length, other.length);
  if (shorter < 4 || longer - shorter > 3 || /\d/.test(one + other)) return false;
  let shared = 0;
  while (shared < shorter && one[shared] === other[shared]) shared += 1;
  if (shared === shorter) return shorter >= 5 || longer - shorter <= 2;
  return shared >= 5 && shorter - shared <= 1 && longer - shared <= 3;
}

/** From this length two typos are accepted in one word. */
const TWO_TYPOS_LENGTH = 9;
const MAX_TYPO_LENGTH = 30;

/** Whether `typed` is `known` with a letter missing, doubled, wrong or swapped; in long words two of them. */
export function isTypo(typed: string, known: string): boolean {
  if (typed === known || typed[0] !== known[0] || /\d/.test(typed + known)) return false;
  const shorter = Math.min(typed.length, known.length);
  const longer = Math.max(typed.length, known.length);
  if (longer > MAX_TYPO_LENGTH || longer - shorter > 2) return false;
  if (shorter < 6)
    return isDoubledLetter(typed, known) || (shorter === 5 && longer === 6 && edits(typed, known) === 1);
  return edits(typed, known) <= (shorter >= TWO_TYPOS_LENGTH ? 2 : 1);
}

/** "eror" for "error". */
function isDoubledLetter(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  if (shorter.length < 4 || longer.length !== shorter.length + 1) return false;
  let at = 0;
  while (at < shorter.length && shorter[at] === longer[at]) at += 1;
  return longer[at] === longer[at - 1] && shorter.slice(at) === longer.slice(at + 1);
}

/** Insertions, deletions, substitutions and swaps of neighbors (Damerau 1964, optimal string alignment). */
function edits(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      let least = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwap) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
