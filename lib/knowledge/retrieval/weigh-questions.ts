import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { spellingsOf } from "../indexing/fold-word.ts";
import { type OwnedStem, type OwnedWord, weighWords } from "../queries/curated.ts";
import { readSearchTerms } from "./read-search-terms.ts";

/** The stems of a question, with how much each says in a chatbot's knowledge. */
export type Weighed = readonly OwnedStem[];

/**
 * The share of a question's word weight that is found in another, such as a curated answer's phrasing, and
 * the reverse, 0 to 1.
 */
export type Shares = { questionShare: number; curatedShare: number };

/** Weighs the words of questions, in their order, all at once. */
export async function weighQuestions(
  ctx: Context,
  chatbotId: Id<"bot">,
  language: string,
  texts: readonly string[],
): Promise<Weighed[]> {
  if (texts.length === 0) return [];
  const words = texts.flatMap((text, owner) => wordsOf(text, language, owner));
  const stems = Map.groupBy(await weighWords(ctx, chatbotId, language, words), ({ owner }) => owner);
  return texts.map((_, owner) => stems.get(owner) ?? []);
}

export function sharesOf(asked: Weighed, held: Weighed): Shares {
  return { questionShare: shareOf(asked, held), curatedShare: shareOf(held, asked) };
}

export const closeness = ({ questionShare, curatedShare }: Shares) => Math.min(questionShare, curatedShare);

/** Returns the words in the spelling that all their spellings share. */
function wordsOf(text: string, language: string, owner: number): OwnedWord[] {
  const { slots, terms } = readSearchTerms({ text, language });
  return terms.slice(0, slots.length).map((term) => ({
    owner,
    text: spellingsOf(term.text, language).at(-1) ?? term.text,
    isStemmed: term.isStemmed,
  }));
}

function shareOf(stems: Weighed, among: Weighed): number {
  const held = new Set(among.map(({ lexeme }) => lexeme));
  const sum = (some: Weighed) => some.reduce((total, { weight }) => total + weight, 0);
  return sum(stems.filter(({ lexeme }) => held.has(lexeme))) / Math.max(sum(stems), 1e-9);
}
