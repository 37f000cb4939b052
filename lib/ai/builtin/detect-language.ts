import { fillerWords, stopWords } from "./english.ts";
import { functionWords, type ReplyLanguage, replyLanguages } from "./phrases.ts";
import { fold } from "./words.ts";

const MIN_WORDS = 2;

/** The language whose grammar words a message holds most of; null if there are too few to tell. */
export function detectLanguage(message: string): ReplyLanguage | null {
  const words = fold(message.slice(0, 300)).match(/\p{L}+/gu) ?? [];
  const counts = replyLanguages.map((language) => ({
    language,
    words: words.filter((word) => functionWords[language].has(word)),
  }));
  const [first, second] = counts.toSorted((one, other) => other.words.length - one.words.length);
  if (!first || first.words.length < MIN_WORDS || first.words.length === second?.words.length) return null;
  return first.language === "en" || !first.words.every(isEnglish) ? first.language : null;
}

/** "Come" and "in" are also Italian. */
function isEnglish(word: string): boolean {
  return stopWords.has(word) || fillerWords.has(word);
}
