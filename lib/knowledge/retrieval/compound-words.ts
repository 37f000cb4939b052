const WORD = /[\p{L}\p{N}]+/gu;
const MOST_PAIRS = 24;
/** Letters of a pair: "wi-fi" is meant as one word, "to my" is not. */
const SHORTEST = { "-": 4, " ": 5 };
const LONGEST = 24;

/** Neighbouring words of a question written as one, "set up" as "setup", for texts that write them so. */
export function compoundWords(text: string): string {
  const words = [...text.matchAll(WORD)];
  const pairs: string[] = [];
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (!next || pairs.length >= MOST_PAIRS) break;
    const between = text.slice(word.index + word[0].length, next.index);
    const joined = word[0] + next[0];
    if (between !== "-" && between !== " ") continue;
    const isWord = joined.length >= SHORTEST[between] && joined.length <= LONGEST && /\p{L}/u.test(joined);
    if (isWord) pairs.push(joined);
  }
  return pairs.join(" ");
}
