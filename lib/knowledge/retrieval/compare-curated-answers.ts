import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { spellingsOf } from "../indexing/fold-word.ts";
import {
  type CuratedRow,
  findCuratedRows,
  type OwnedStem,
  type OwnedWord,
  weighWords,
} from "../queries/curated.ts";
import { readSearchTerms } from "./read-search-terms.ts";

/**
 * How a question compares with a curated answer by its closest phrasing: the share of the question's word
 * weight found in the phrasing, and the reverse, 0 to 1.
 */
type CuratedMatch = CuratedRow & { questionShare: number; curatedShare: number };

/** Compares a question with the curated answers among `documentIds`. */
export async function compareCuratedAnswers(
  ctx: Context,
  chatbotId: Id<"bot">,
  { text, language }: { text: string; language: string },
  documentIds: Id<"doc">[],
): Promise<CuratedMatch[]> {
  const curated = await findCuratedRows(ctx, documentIds);
  if (curated.length === 0) return [];
  const phrasings = curated.flatMap((row) =>
    row.questions.split("\n").map((phrasing) => ({ row, phrasing })),
  );
  const words = [text, ...phrasings.map(({ phrasing }) => phrasing)].flatMap((one, owner) =>
    wordsOf(one, language, owner),
  );
  const stems = Map.groupBy(await weighWords(ctx, chatbotId, language, words), ({ owner }) => owner);
  const asked = stems.get(0) ?? [];
  const compared = phrasings.map(({ row }, at): CuratedMatch => {
    const held = stems.get(at + 1) ?? [];
    return { ...row, questionShare: shareOf(asked, held), curatedShare: shareOf(held, asked) };
  });
  const closeness = ({ questionShare, curatedShare }: CuratedMatch) => Math.min(questionShare, curatedShare);
  return curated.flatMap((row) => {
    const own = compared.filter(
      ({ documentId, ordinal }) => documentId === row.documentId && ordinal === row.ordinal,
    );
    return own.sort((one, other) => closeness(other) - closeness(one)).slice(0, 1);
  });
}

/** Returns the words in the spelling that all their spellings share. */
function wordsOf(text: string, language: string, owner: number): OwnedWord[] {
  const { slots, terms } = readSearchTerms({ text, language });
  return terms.slice(0, slots.length).map((term) => ({
    owner,
    text: spellingsOf(term.text, language).at(-1) ?? term.text,
    isStemmed: term.isStemmed,
  }));
}

function shareOf(stems: OwnedStem[], among: OwnedStem[]): number {
  const held = new Set(among.map(({ lexeme }) => lexeme));
  const sum = (some: OwnedStem[]) => some.reduce((total, { weight }) => total + weight, 0);
  return sum(stems.filter(({ lexeme }) => held.has(lexeme))) / Math.max(sum(stems), 1e-9);
}
