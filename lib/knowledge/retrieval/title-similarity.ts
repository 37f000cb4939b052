const WORD = /[\p{L}\p{N}]+/gu;
const MOST_WORDS = 60;
/** Letters that two forms of one word may differ by at their ends. */
const ENDING = 3;

/**
 * Tells how far a question names a title or heading: the harmonic mean of the share of the name's letters that the question
 * holds, and of the share of the question's letters that are the name's, 0 to 1. Words agree when they begin alike, and
 * when they are written apart, with hyphens or as one.
 */
export function titleSimilarity(question: string): (name: string) => number {
  const asked = wordsOf(question);
  const known = new Map<string, number>();
  return (name) => {
    const share = known.get(name) ?? shareOf(asked, wordsOf(name));
    known.set(name, share);
    return share;
  };
}

function shareOf(asked: string[], named: string[]): number {
  const size = (words: string[]) => words.reduce((sum, word) => sum + word.length, 0);
  const [askedSize, namedSize] = [size(asked), size(named)];
  if (askedSize === 0 || namedSize === 0) return 0;
  const shared = size(standingIn(asked, named));
  const own = size(standingIn(named, asked));
  if (shared === 0 || own === 0) return 0;
  const [ofName, ofQuestion] = [shared / namedSize, own / askedSize];
  return (2 * ofName * ofQuestion) / (ofName + ofQuestion);
}

/** The words that stand among the others as they are, joined with a neighbour, or as a part of a joined one. */
function standingIn(others: string[], words: string[]): string[] {
  const pairs = others.map((word, at) => word + (others[at + 1] ?? ""));
  return words.filter((word, at) => {
    const joined = [word + (words[at + 1] ?? ""), (words[at - 1] ?? "") + word];
    return (
      others.some((other) => isAlike(word, other)) ||
      pairs.includes(word) ||
      joined.some((pair) => pair !== word && others.includes(pair))
    );
  });
}

function wordsOf(text: string): string[] {
  return (text.normalize("NFKC").toLowerCase().match(WORD) ?? []).slice(0, MOST_WORDS);
}

function isAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length);
  if (shorter < 4 || Math.max(one.length, other.length) - shorter > ENDING) return false;
  let same = 0;
  while (same < shorter && one[same] === other[same]) same += 1;
  return same >= 4 && shorter - same <= 1;
}
