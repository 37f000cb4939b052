import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { joinsNouns } from "../indexing/joined-nouns.ts";
import { searchKnownWords, searchRelatedWords } from "../queries/known-words.ts";
import { searchText, type TextHits } from "../queries/search.ts";
import type { AskedWord } from "./asked-word.ts";
import { coverageOf } from "./coverage.ts";
import { isStopWord } from "./function-words.ts";
import { joinedNounForms } from "./joined-noun-forms.ts";
import { readSearchTerms } from "./read-search-terms.ts";
import type { SearchTerm, SearchTerms } from "./search-terms.ts";
import {
  type Correction,
  candidateRanges,
  closestWords,
  correctable,
  type UnknownWord,
} from "./spelling-candidates.ts";
import { type FoundWord, weighSlots } from "./weigh-slots.ts";

export type Bm25Hit = { documentId: Id<"doc">; ordinal: number; score: number; coverage: number };

type TextRequest = {
  chatbotId: Id<"bot">;
  query: string;
  language: string;
  /** The previous question, for a follow-up; searched at lower weight. */
  earlier?: string;
};

type TextResult = { hits: Bm25Hit[]; asked: AskedWord[]; corrections: Correction[] };

/**
 * Searches by words, in all forms in which texts may contain them. Searches a second time with corrections
 * when words are unknown and similar ones exist.
 */
export async function searchByText(ctx: Context, request: TextRequest, limit: number): Promise<TextResult> {
  const { chatbotId, query, language, earlier } = request;
  const asked = readSearchTerms({ text: query, language, ...(earlier !== undefined && { earlier }) });
  if (joinsNouns(language)) {
    const related = await searchRelatedWords(ctx, chatbotId, { language, terms: asked.terms });
    asked.terms.push(...joinedNounForms(related, asked.terms));
  }
  const first = await searchText(ctx, chatbotId, { language, terms: asked.terms }, limit);
  const corrections = await findCorrections(ctx, request, unknownWords(asked, first));
  if (corrections.size === 0) return toResult(asked, first, []);
  const corrected = {
    ...asked,
    terms: [...asked.terms, ...[...corrections].flatMap(([slot, one]) => correctedTerms(asked, slot, one))],
  };
  const second = await searchText(ctx, chatbotId, { language, terms: corrected.terms }, limit);
  return toResult(corrected, second, [...corrections.values()]);
}

function toResult(
  terms: SearchTerms,
  { hits, words, chunks }: TextHits,
  corrections: Correction[],
): TextResult {
  const slots = weighSlots(terms, words, chunks);
  return {
    hits: hits.map(({ matched, ...hit }) => ({ ...hit, coverage: coverageOf(slots, matched) })),
    asked: slots.map(({ weight, fills }) => ({
      weight,
      forms: [...fills].flatMap(([position, filled]) => formsOf(words[position], terms, filled)),
    })),
    corrections,
  };
}

/** A word as it was asked and its stem. */
function formsOf(word: FoundWord | undefined, { terms }: SearchTerms, weight: number): AskedWord["forms"] {
  if (!word) return [];
  const texts = [word.lexeme, ...word.terms.flatMap((number) => terms[number]?.text ?? [])];
  return [...new Set(texts)].map((text) => ({ text, weight }));
}

type UnknownSlot = UnknownWord & { slot: number };

/** Returns the closest known words by slot. */
async function findCorrections(
  ctx: Context,
  { chatbotId, language }: TextRequest,
  unknown: UnknownSlot[],
): Promise<Map<number, Correction>> {
  const words = await misspelled(correctable(unknown), language);
  if (words.length === 0) return new Map();
  const ranges = words.flatMap(({ stem }) => candidateRanges(stem));
  const known = await searchKnownWords(ctx, chatbotId, ranges);
  return new Map(
    words.flatMap((word) =>
      closestWords([word], known).map((correction) => [word.slot, correction] as const),
    ),
  );
}

/** Leaves out correctly spelled words that the texts lack: "wont" does not mean "want". */
async function misspelled<T extends UnknownWord>(unknown: T[], language: string): Promise<T[]> {
  if (unknown.length === 0 || language !== "english") return unknown;
  const { commonWords } = await import("./common-words.ts");
  return unknown.filter(({ typed }) => !isStopWord(typed) && !commonWords.has(typed));
}

/** Returns the words of the question that occur nowhere in any form. */
function unknownWords({ slots, terms }: SearchTerms, { words }: TextHits): UnknownSlot[] {
  const filled = new Set(
    words.flatMap((word) =>
      word.chunks > 0 ? word.terms.flatMap((term) => terms[term]?.fills.map(({ slot }) => slot) ?? []) : [],
    ),
  );
  return words.flatMap(({ terms: numbers, lexeme: stem }) => {
    const slot = numbers.find((number) => number < slots.length && !filled.has(number));
    return slot === undefined ? [] : [{ slot, typed: terms[slot]?.text ?? stem, stem }];
  });
}

function correctedTerms(
  { terms }: SearchTerms,
  slot: number,
  { lexemes, strength }: Correction,
): SearchTerm[] {
  const weight = (terms[slot]?.weight ?? 1) * strength;
  return lexemes.map((text) => ({ text, isStemmed: false, weight, slot: null, fills: [{ slot, strength }] }));
}
