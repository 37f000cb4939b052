import { functionWords, type ReplyLanguage, replyLanguages } from "./phrases.ts";
import { fold } from "./words.ts";

const MIN_WORDS = 2;

/** The language whose grammar words a message holds most of; null if there are too few to tell. */
export function detectLanguage(message: string): ReplyLanguage | null {
  const words = fold(message.slice(0, 300)).match(/\p{L}+/gu) ?? [];
  const counts = replyLanguages.map((language) => ({
    language,
    count: words.filter((word) => functionWords[language].has(word)).length,
  }));
  const [first, second] = counts.toSorted((one, other) => other.count - one.count);
  if (!first || first.count < MIN_WORDS || first.count === second?.count) return null;
  return first.language;
}
