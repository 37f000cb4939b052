import { END_MARK } from "../indexing/joined-nouns.ts";
import type { SearchTerm } from "./search-terms.ts";

/** A stem of the question and a stem of the texts that begins, ends or joins like it. */
export type RelatedWord = { term: number; stem: string; lexeme: string };

/** How far a word is covered by a longer one that contains it. */
const CONTAINED = 0.8;
const FORM_WEIGHT = 0.5;
const MIN_PART = 3;
const MAX_FORMS_PER_TERM = 12;
/** A word is covered by its parts if at least this share of its letters is. */
const MIN_SHARE = 0.2;

/**
 * Returns further terms for words that are part of a longer one ("Boot" of "Mietboot"), joined of several
 * ("Mietboot" where texts say "Boot"), or lack a part in the middle ("Mindestdauer" for "Mindestmietdauer").
 */
export function joinedNounForms(related: RelatedWord[], terms: SearchTerm[]): SearchTerm[] {
  const counts = new Map<number, number>();
  return related
    .map(({ term, stem, lexeme }) => ({ term, stem, lexeme, strength: strengthOf(stem, lexeme) }))
    .filter(({ strength }) => strength >= MIN_SHARE)
    .sort((one, other) => other.strength - one.strength || one.lexeme.length - other.lexeme.length)
    .flatMap(({ term, lexeme, strength }) => {
      const count = (counts.get(term) ?? 0) + 1;
      counts.set(term, count);
      if (count > MAX_FORMS_PER_TERM) return [];
      const fills = (terms[term]?.fills ?? []).map((fill) => ({
        ...fill,
        strength: fill.strength * strength,
      }));
      return [{ text: lexeme, isStemmed: false, weight: FORM_WEIGHT * strength, slot: null, fills }];
    });
}

function strengthOf(stem: string, lexeme: string): number {
  const isEnd = lexeme.startsWith(END_MARK);
  const word = isEnd ? lexeme.slice(END_MARK.length) : lexeme;
  if (word.startsWith(stem)) return CONTAINED;
  if (stem.endsWith(word) || (!isEnd && stem.startsWith(word)))
    return CONTAINED * (word.length / stem.length);
  return lacksMiddle(stem, word) ? CONTAINED : 0;
}

/** Whether the stem is the word without a part in its middle. */
function lacksMiddle(stem: string, word: string): boolean {
  let first = 0;
  while (first < stem.length && stem[first] === word[first]) first += 1;
  const rest = stem.slice(Math.min(first, stem.length - MIN_PART));
  return first > MIN_PART && word.length >= stem.length + MIN_PART && word.endsWith(rest);
}
