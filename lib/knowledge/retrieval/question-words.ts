import { lightWords } from "#lib/ai/builtin/english.ts";

/** The words of an English question that say how it asks ("how long does it take") more than what about. */
export function questionWords(question: string): string {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => lightWords.has(word)).join(" ");
}
