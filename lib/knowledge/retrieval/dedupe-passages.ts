const SHINGLE_WORDS = 4;
/** Share of a passage's shingles that a better passage must contain. */
const MIN_CONTAINMENT = 0.85;
const MAX_WORDS = 1_200;

type Text = { text: string };

/**
 * Removes passages repeated by a better one before them: it contains nearly all their four-word shingles
 * (Broder 1997) and all their numbers and codes. Keeps the order and returns at most `limit`.
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
    const isDuplicate = [...shared].some(
      ([at, count]) =>
        count >= MIN_CONTAINMENT * shingles.size && figures.every((word) => words[at]?.has(word) ?? false),
    );
    if (isDuplicate) continue;
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
  return (text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,][\p{N}]+)*/gu) ?? []).slice(0, MAX_WORDS);
}

/** A shorter text is a single shingle, so short passages match only exactly. */
function shinglesOf(words: string[]): Set<string> {
  const text = words.join(" ");
  const ends: number[] = [];
  for (const word of words) ends.push((ends.at(-1) ?? -1) + 1 + word.length);
  const shingles = new Set([text.slice(0, ends[SHINGLE_WORDS - 1])]);
  for (let at = 1; at + SHINGLE_WORDS <= words.length; at += 1)
    shingles.add(text.slice((ends[at - 1] ?? 0) + 1, ends[at + SHINGLE_WORDS - 1]));
  return shingles;
}
