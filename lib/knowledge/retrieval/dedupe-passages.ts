import { scanWords } from "../indexing/scan-words.ts";

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
  const holders = new Map<number, number[]>();
  const kept: T[] = [];
  for (const passage of passages) {
    if (kept.length === limit) break;
    const shingles = shinglesOf(passage.text.toLowerCase());
    const shared = new Uint32Array(kept.length);
    for (const shingle of shingles) {
      for (const at of holders.get(shingle) ?? []) shared[at] = (shared[at] ?? 0) + 1;
    }
    const isRepeatedBy = ({ text }: T, at: number) =>
      (shared[at] ?? 0) >= MIN_CONTAINMENT * shingles.size && holdsFigures(text, passage.text);
    if (kept.some(isRepeatedBy)) continue;
    for (const shingle of shingles) {
      const among = holders.get(shingle);
      if (among) among.push(kept.length);
      else holders.set(shingle, [kept.length]);
    }
    kept.push(passage);
  }
  return kept;
}

/** Whether a text contains all numbers and codes of another. */
function holdsFigures(text: string, other: string): boolean {
  const words = new Set(wordsOf(text));
  return wordsOf(other).every((word) => !/\p{N}/u.test(word) || words.has(word));
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,][\p{N}]+)*/gu) ?? []).slice(0, MAX_WORDS);
}

/**
 * Returns the shingles as hashes of 32 bits: that two of hundreds agree by chance decides nothing. A shorter
 * text is a single shingle, so short passages match only exactly.
 */
function shinglesOf(text: string): Set<number> {
  const words: number[] = [];
  scanWords(text, (start, end) => {
    if (words.length === MAX_WORDS) return;
    let hash = FNV_BASIS;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
    words.push(hash);
  });
  const shingles = new Set<number>();
  for (let at = 0; at === 0 || at + SHINGLE_WORDS <= words.length; at += 1) {
    let shingle = FNV_BASIS;
    for (let next = at; next < at + SHINGLE_WORDS; next += 1)
      shingle = Math.imul(shingle ^ (words[next] ?? 0), FNV_PRIME);
    shingles.add(shingle);
  }
  return shingles;
}

/** FNV-1a (Fowler, Noll and Vo). */
const [FNV_BASIS, FNV_PRIME] = [0x811c9dc5, 0x01000193];
