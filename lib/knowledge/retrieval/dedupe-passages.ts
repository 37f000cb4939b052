const SHINGLE_WORDS = 4;
/** Share of the weaker passage's shingles that a better one must hold. */
const CONTAINED = 0.85;
const MOST_WORDS = 1_200;

type Text = { text: string };

/**
 * Leaves out passages that say what a better one before them says: nearly all their runs of four words stand in it
 * (containment of shingles; Broder 1997), and no number or code of theirs is missing there. Order is kept; of those that
 * are left, the first `limit`.
 */
export function dedupePassages<T extends Text>(passages: T[], limit = passages.length): T[] {
  const holders = new Map<string, number[]>();
  const words: Set<string>[] = [];
  const kept: T[] = [];
  for (const passage of passages) {
    if (kept.length === limit) break;
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
    for (const shingle of shingles) {
      const among = holders.get(shingle);
      if (among) among.push(kept.length);
      else holders.set(shingle, [kept.length]);
    }
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
  const text = words.join(" ");
  const ends: number[] = [];
  for (const word of words) ends.push((ends.at(-1) ?? -1) + 1 + word.length);
  const shingles = new Set([text.slice(0, ends[SHINGLE_WORDS - 1])]);
  for (let at = 1; at + SHINGLE_WORDS <= words.length; at += 1)
    shingles.add(text.slice((ends[at - 1] ?? 0) + 1, ends[at + SHINGLE_WORDS - 1]));
  return shingles;
}
