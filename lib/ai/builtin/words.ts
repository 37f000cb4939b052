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

/** Whether `typed` is `known` with a single typo: one letter missing, doubled or wrong, or two swapped. */
export function isTypo(typed: string, known: string): boolean {
  if (typed[0] !== known[0] || /\d/.test(typed + known)) return false;
  const gap = Math.abs(typed.length - known.length);
  if (gap > 1 || Math.min(typed.length, known.length) < (gap === 1 ? 5 : 6)) return false;
  let start = 0;
  while (start < typed.length && typed[start] === known[start]) start += 1;
  let end = 0;
  const maxEnd = Math.min(typed.length, known.length) - start;
  while (end < maxEnd && typed.at(-1 - end) === known.at(-1 - end)) end += 1;
  const left = typed.length - start - end;
  const right = known.length - start - end;
  if (left <= 1 && right <= 1) return true;
  const isSwap = left === 2 && right === 2;
  return isSwap && typed[start] === known[start + 1] && typed[start + 1] === known[start];
}
