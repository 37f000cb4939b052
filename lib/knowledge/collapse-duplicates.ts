const SHINGLE_WORDS = 4;
/** Share of the weaker passage's shingles that a better one must hold. */
const CONTAINED = 0.85;
const MOST_WORDS = 1_200;

type Text = { text: string };

/**
 * Leaves out passages that say what a better one before them says: nearly all their runs of four words stand in it
 * (containment of shingles; Broder 1997), and no number or code of theirs is missing there. Order is kept.
 */
export function collapseDuplicates<T extends Text>(passages: T[]): T[] {
  const holders = new Map<string, number[]>();
  const words: Set<string>[] = [];
  const kept: T[] = [];
  for (const passage of passages) {
    const list = wordsOf(passage.text);
    const shingles = shinglesOf(list);
    const shared = new Map<number, number>();
    for (const shingle of shingles) {
      for (const at of holders.get(shingle) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    const figures = list.filter((word) => /\p{N}/u.test(word));
    const isSaid = [...shared].some(
      ([at, count]) =>
        count >= CONTAINED * shingles.size && figures.every((word) => words[at]?.has(word) ?? false),
    );
    if (isSaid) continue;
    for (const shingle of shingles) holders.set(shingle, [...(holders.get(shingle) ?? []), kept.length]);
    words.push(new Set(list));
    kept.push(passage);
  }
  return kept;
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,][\p{N}]+)*/gu) ?? []).slice(0, MOST_WORDS);
}

/** A text of fewer words is one shingle: short passages are the same only when they are the same. */
function shinglesOf(words: string[]): Set<string> {
  const shingles = new Set<string>();
  for (let at = 0; at === 0 || at + SHINGLE_WORDS <= words.length; at += 1)
    shingles.add(words.slice(at, at + SHINGLE_WORDS).join(" "));
  return shingles;
}
