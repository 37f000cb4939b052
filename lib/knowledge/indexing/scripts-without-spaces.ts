/**
 * Scripts whose words are found by pairs of neighboring characters: those written without spaces, and Korean,
 * whose words carry their particles.
 */
export const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";

const CHARACTER = /\P{M}\p{M}*|\p{M}+/gu;

/** Returns the characters of a word, each with its marks. */
export function charactersOf(word: string): string[] {
  return word.match(CHARACTER) ?? [];
}

/** Returns all pairs of neighboring characters, or the only character. */
export function pairsOf(characters: string[]): string[] {
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
}
