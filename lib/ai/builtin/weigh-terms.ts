import { fillerWords, stopWords } from "./english.ts";
import type { Question } from "./read-question.ts";
import type { Term } from "./read-terms.ts";
import type { Unit } from "./read-units.ts";
import { isRelated, isTypo, readWords, type Word } from "./words.ts";

/** A unit with its words read once. */
export type IndexedUnit = Unit & {
  words: Word[];
  keys: Set<string>;
  headers: Set<string>;
  /** Keys of each word of the heading that carries meaning. */
  headingWords: ReadonlySet<string>[];
  near: Set<string>;
  far: Set<string>;
  /** Keys of words in a large share of the units, such as the maker's name: they tell nothing apart. */
  common: Set<string>;
};
/** A term with its weight and the matching forms found in the passages, each from 0 to 1. */
export type WeightedTerm = Term & { weight: number; forms: Map<string, number> };

const COMMON_SHARE = 0.25;
const MIN_COMMON = 4;
/** Weight of a related word, relative to the word asked for. */
const NEAR_STRENGTH = 0.6;

export function indexUnits(units: Unit[]): IndexedUnit[] {
  const cache = new Map<string, Word[]>();
  const wordsOf = (text: string): Word[] => {
    const known = cache.get(text);
    if (known) return known;
    const words = readWords(text);
    cache.set(text, words);
    return words;
  };
  const keysOf = (text: string) => new Set(wordsOf(text).flatMap(({ keys }) => keys));
  const common = commonKeys(units.map(({ text, outer }) => keysOf(`${text} ${outer}`)));
  return units.map((unit) => {
    const values = unit.kind === "row" ? unit.cells.map(({ value }) => value).join(" ; ") : unit.text;
    const words = wordsOf(values);
    const headers = keysOf(unit.cells.map(({ header }) => header).join(" ; "));
    const heading = wordsOf(unit.heading);
    return {
      ...unit,
      words,
      keys: withCompounds(words),
      headers,
      headingWords: heading.filter(({ surface }) => !stopWords.has(surface)).map(({ keys }) => new Set(keys)),
      near: new Set([...withCompounds(heading), ...keysOf(unit.before), ...headers]),
      far: keysOf(unit.outer),
      common,
    };
  });
}

function isNoun({ surface }: Word): boolean {
  return surface.length > 1 && !stopWords.has(surface) && !fillerWords.has(surface);
}

function commonKeys(units: Set<string>[]): Set<string> {
  const counts = new Map<string, number>();
  for (const keys of units) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = Math.max(MIN_COMMON, COMMON_SHARE * units.length);
  return new Set([...counts].flatMap(([key, count]) => (count >= most ? [key] : [])));
}

/** Adds adjacent words written as one: "power pack" also matches "powerpack". */
function withCompounds(words: Word[]): Set<string> {
  const keys = new Set(words.flatMap((word) => word.keys));
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (next && isNoun(word) && isNoun(next)) keys.add(word.surface + (next.keys[0] ?? ""));
  }
  return keys;
}

/**
 * Weights terms by importance and inverse document frequency over the given units. A word found in none of
 * them weighs most: then the passages say nothing about it.
 */
export function weighTerms(question: Question, units: IndexedUnit[]): WeightedTerm[] {
  const vocabulary = new Set(units.flatMap(({ keys, near, far }) => [...keys, ...near, ...far]));
  return question.terms.map((term) => {
    const forms = formsOf(term, vocabulary);
    const holding = units.filter(
      ({ keys, near }) => Math.max(strongest(forms, keys), strongest(forms, near)) >= 0.6,
    ).length;
    const rarity = Math.log(1 + units.length / (holding + 0.5)) / Math.log(1 + units.length / 0.5);
    return { ...term, forms, weight: term.importance * Math.max(0.05, rarity) };
  });
}

/** "The lightest" is about weight, not about a light. */
function isCompared({ shape, surface }: Term): boolean {
  return shape !== undefined && /(?:er|est)$/.test(surface);
}

function formsOf(term: Term, vocabulary: Set<string>): Map<string, number> {
  const forms = new Map<string, number>();
  for (const [index, key] of term.keys.entries())
    if (vocabulary.has(key) && (index === 0 || !term.isIdentifier))
      forms.set(key, index > 0 ? 0.9 : term.isAdjective ? 0.4 : 1);
  const own = term.keys[0] ?? "";
  if (term.isIdentifier || term.quantity !== undefined) return forms;
  for (const known of isCompared(term) ? [] : vocabulary) {
    if (!forms.has(known) && isRelated(own, known)) forms.set(known, 0.8);
  }
  for (const key of term.nearKeys) if (!forms.has(key) && vocabulary.has(key)) forms.set(key, NEAR_STRENGTH);
  if (forms.size > 0) return forms;
  for (const known of vocabulary) {
    if (isTypo(own, known)) forms.set(known, 0.8);
  }
  return forms;
}

export function strongest(forms: Map<string, number>, keys: ReadonlySet<string>): number {
  let best = 0;
  for (const [key, strength] of forms) if (strength > best && keys.has(key)) best = strength;
  return best;
}
