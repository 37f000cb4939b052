/** Not the breve of the Russian й, which is a letter of its own. */
const ACCENTS = /(?<!\u0438)[\u0300-\u036f]/g;
const OTHER_LETTERS: Record<string, string> = {
  ø: "o",
  đ: "d",
  ł: "l",
  ħ: "h",
  ı: "i",
  œ: "oe",
  æ: "ae",
  ß: "ss",
  þ: "th",
  ð: "d",
};
const OTHER_LETTER = /[øđłħıœæßþð]/g;
const SPELLED_OUT: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };
/** Elsewhere ä and ö are letters of their own that nobody writes as two. */
const SPELLING_OUT = new Set(["german", "danish", "norwegian", "swedish", "dutch", "english", "simple"]);

const isAscii = (word: string) => /^[ -~]*$/.test(word);

/** Returns a word without accents, as people type it in a hurry: "élève" as "eleve". */
export function foldWord(word: string): string {
  if (isAscii(word)) return word;
  return word
    .normalize("NFD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .replace(OTHER_LETTER, (letter) => OTHER_LETTERS[letter] ?? letter);
}

/** Returns the other spellings of a word: without accents, and "Schlüssel" as "schluessel". */
export function spellingsOf(word: string, language: string): string[] {
  if (isAscii(word)) return [];
  const spelledOut = SPELLING_OUT.has(language)
    ? foldWord(word.replace(/[äöüøå]/g, (letter) => SPELLED_OUT[letter] ?? letter))
    : word;
  return [...new Set([foldWord(word), spelledOut])].filter((spelling) => spelling !== word);
}
