import { isQuestionWord, isStopWord } from "./function-words.ts";

/** Relative to other words. Tuned on the tuning halves. */
const QUESTION_WORD_PART = 0.5;
const STOP_WORD_PART = 0.05;

/** Returns the share of its weight that an English word keeps: little if it only gives form. */
export function meaningOf(word: string): number {
  if (isStopWord(word)) return STOP_WORD_PART;
  return isQuestionWord(word) ? QUESTION_WORD_PART : 1;
}
