import type { SearchTerms } from "./search-terms.ts";

/** A stem that was searched for: the terms that have it, and how many chunks contain it. */
export type FoundWord = { terms: number[]; lexeme: string; chunks: number };

/** A slot's weight, and how much of it each of the found words fills, by position. */
export type WeighedSlot = { weight: number; fills: Map<number, number> };

/** How far a word counts as missing where only another form, such as a correction, was found. */
const DOUBT_PART = 0.25;

/**
 * Weighs what a question asks for by inverse document frequency. Stop words and repeated words have no slot.
 * A word that occurs nowhere is represented by its other forms; without any it counts as missing.
 */
export function weighSlots({ slots, terms }: SearchTerms, words: FoundWord[], chunks: number): WeighedSlot[] {
  const inverse = (holding: number) => Math.log(1 + (chunks - holding + 0.5) / (holding + 0.5));
  const seen = new Set<FoundWord>();
  const ownWords = slots.map((_, slot) => words.find((word) => word.terms.includes(slot)));
  return slots.flatMap(({ part, unknownPart }, slot): WeighedSlot[] => {
    const own = ownWords[slot] ?? joinedStopWords(slot, ownWords, words, terms);
    if (!own || seen.has(own)) return [];
    seen.add(own);
    const forms = words.flatMap((word, position) => {
      const strength = strengthOf(word, slot, terms);
      return strength > 0 && word.chunks > 0 ? [{ position, strength, idf: inverse(word.chunks) }] : [];
    });
    const best = Math.max(0, ...forms.map(({ strength, idf }) => strength * idf));
    const doubt = best > 0 ? DOUBT_PART * (1 - Math.max(...forms.map(({ strength }) => strength))) : 1;
    const weight = part * (own.chunks > 0 ? inverse(own.chunks) : best + doubt * unknownPart * inverse(0));
    const fills = forms.map(({ position, strength, idf }): [number, number] => {
      const filled = own.chunks > 0 ? strength * weight : part * strength * idf;
      return [position, Math.min(filled, weight)];
    });
    return [{ weight, fills: new Map(fills) }];
  });
}

/** Returns the known word that only stop words make together, such as "att" for "AT&T". */
function joinedStopWords(
  slot: number,
  ownWords: (FoundWord | undefined)[],
  words: FoundWord[],
  terms: SearchTerms["terms"],
): FoundWord | undefined {
  return words.find(
    (word) =>
      word.chunks > 0 &&
      word.terms.some((number) => {
        const fills = terms[number]?.fills ?? [];
        const isJoined = fills.length > 1 && fills.some((fill) => fill.slot === slot);
        return isJoined && fills.every((fill) => !ownWords[fill.slot]);
      }),
  );
}

function strengthOf(word: FoundWord, slot: number, terms: SearchTerms["terms"]): number {
  const fills = word.terms.flatMap((number) => terms[number]?.fills ?? []);
  return Math.max(0, ...fills.filter((fill) => fill.slot === slot).map(({ strength }) => strength));
}
