const WORD = /[\p{L}\p{N}]+/gu;
const MAX_COMPOUNDS = 24;
/** Minimum letters: "wi-fi" is one word, "to my" is not. */
const MIN_LENGTH = { "-": 4, " ": 5 };
const MAX_LENGTH = 24;

/** Joins adjacent words, "set up" as "setup", for texts that write them as one. */
export function compoundWords(text: string): string {
  const words = [...text.matchAll(WORD)];
  const compounds: string[] = [];
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (!next || compounds.length >= MAX_COMPOUNDS) break;
    const between = text.slice(word.index + word[0].length, next.index);
    const joined = word[0] + next[0];
    if (between !== "-" && between !== " ") continue;
    const isWord =
      joined.length >= MIN_LENGTH[between] && joined.length <= MAX_LENGTH && /\p{L}/u.test(joined);
    if (isWord) compounds.push(joined);
  }
  return compounds.join(" ");
}
