import { detectLanguage } from "./detect-language.ts";
import { glossary, questionPhrases } from "./glossary.ts";
import { functionWords } from "./phrases.ts";
import { fold } from "./words.ts";

type Translated = keyof typeof questionPhrases;
type Entry = { word: string; isStart: boolean; english: string };

const languages: Translated[] = ["de", "fr", "es"];
const MAX_LENGTH = 300;
const MIN_PART = 4;
/** "l'erreur", "j'ai". */
const ELISION = /^(?:[cdjlmnst]|qu)'/;
/** Carries as much meaning as a noun. */
const MEASURE = /^how (?!do\b)/;

/**
 * Translates a German, French or Spanish question into English word by word: good enough to search English
 * documents, not to be read. Null for other languages, or if no word is known.
 */
export function translateQuestion(question: string): string | null {
  if (question.length > MAX_LENGTH) return null;
  const language = detectLanguage(question);
  if (language !== "de" && language !== "fr" && language !== "es") return null;
  let known = 0;
  const text = questionPhrases[language].reduce(
    (rest, [phrase, english]) =>
      rest.replace(phrase, () => {
        if (MEASURE.test(english)) known += 1;
        return ` ${mark(english)} `;
      }),
    fold(question).replace(/[?!.,;:¿¡]/g, " "),
  );
  const words = text.split(/\s+/).flatMap((word) => {
    if (word.startsWith(MARK)) return [word.slice(1).replaceAll(JOIN, " ")];
    const english = translateWord(word.replace(ELISION, ""), language);
    if (english === null) return functionWords[language].has(word) || word === "" ? [] : [word];
    known += 1;
    return [english];
  });
  return known > 0 ? `${words.join(" ")}?` : null;
}

const MARK = "\u0001";
const JOIN = "\u0002";

/** Keeps an English phrase from being translated again. */
function mark(english: string): string {
  return MARK + english.trim().replaceAll(" ", JOIN);
}

const entries = new Map(languages.map((language, column) => [language, readColumn(column)]));

function readColumn(column: number): Entry[] {
  const all = glossary
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [foreign = "", english = ""] = line.split(" = ");
      const words = foreign.split("|")[column]?.trim().split(/\s+/) ?? [];
      return words.filter(Boolean).map((word): Entry => {
        const isStart = word.endsWith("-");
        return { word: isStart ? word.slice(0, -1) : word, isStart, english: english.trim() };
      });
    });
  return all.toSorted((one, other) => other.word.length - one.word.length);
}

/** @returns null for an unknown word. German compounds such as "Ladezeit" are split. */
function translateWord(word: string, language: Translated): string | null {
  const list = entries.get(language) ?? [];
  const whole = list.find((entry) => matches(entry, word));
  const rest = whole && word.length - whole.word.length;
  if (language !== "de" || !whole || rest === undefined || rest < MIN_PART) return whole?.english ?? null;
  const ending = list.find(
    (entry) =>
      entry.word.length >= MIN_PART && matches(entry, word.slice(word.length - entryLength(entry, word))),
  );
  return ending && ending !== whole ? `${whole.english} ${ending.english}` : whole.english;
}

function matches({ word: known, isStart }: Entry, word: string): boolean {
  return isStart ? word.startsWith(known) : word === known;
}

/** Where the entry begins if the word ends with it plus at most two letters of inflection. */
function entryLength({ word: known }: Entry, word: string): number {
  const at = word.lastIndexOf(known);
  return at > 0 && word.length - at - known.length <= 2 ? word.length - at : 0;
}
