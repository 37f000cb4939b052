import { isAlike } from "./is-alike.ts";

const WORD = /[\p{L}\p{N}]+/gu;
const MAX_WORDS = 60;

/**
 * Returns a function that scores how well the question matches a title or heading, 0 to 1: the harmonic mean
 * of the shares of letters matched on both sides. Words match if they start alike, or if they are the same
 * written apart, hyphenated or as one.
 */
export function titleSimilarity(question: string): (name: string) => number {
  const asked = wordsOf(question);
  const known = new Map<string, number>();
  // Matching words, including parts of compounds, share their first letter with a word on the other side.
  const initials = new Set(asked.map(([initial]) => initial));
  const scoreOf = (named: string[]) =>
    named.some(([initial]) => initials.has(initial)) ? shareOf(asked, named) : 0;
  return (name) => {
    const share = known.get(name) ?? scoreOf(wordsOf(name));
    known.set(name, share);
    return share;
  };
}

function shareOf(asked: string[], named: string[]): number {
  const size = (words: string[]) => words.reduce((sum, word) => sum + word.length, 0);
  const [askedSize, namedSize] = [size(asked), size(named)];
  if (askedSize === 0 || namedSize === 0) return 0;
  const shared = size(matchingWords(asked, named));
  const matched = size(matchingWords(named, asked));
  if (shared === 0 || matched === 0) return 0;
  const [nameShare, questionShare] = [shared / namedSize, matched / askedSize];
  return (2 * nameShare * questionShare) / (nameShare + questionShare);
}

/**
 * Returns the words that occur among the others: directly, joined with a neighbor, or as part of a compound.
 */
function matchingWords(others: string[], words: string[]): string[] {
  const compounds = others.map((word, at) => word + (others[at + 1] ?? ""));
  return words.filter((word, at) => {
    const joined = [word + (words[at + 1] ?? ""), (words[at - 1] ?? "") + word];
    return (
      others.some((other) => isAlike(word, other)) ||
      compounds.includes(word) ||
      joined.some((compound) => compound !== word && others.includes(compound))
    );
  });
}

function wordsOf(text: string): string[] {
  return (text.normalize("NFKC").toLowerCase().match(WORD) ?? []).slice(0, MAX_WORDS);
}
