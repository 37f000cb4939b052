import { fillerWords } from "#lib/ai/builtin/english.ts";

/**
 * Returns the words of an English question that express its form ("how long does it take"), not its topic.
 */
export function questionWords(question: string): Set<string> {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  return new Set(words.filter((word) => fillerWords.has(word)));
}
