import type { Question } from "./read-question.ts";

const EARLIER_IMPORTANCE = 0.6;
const CONTINUES = /^(?:and|or|but|what about|how about|what if|for|with|without|in|on|at)\b/;

/** Completes a follow-up question with the terms and the question type of the one before it. */
export function completeQuestion(question: Question, earlier: Question): Question {
  const isNew = ({ keys }: Question["terms"][number]) =>
    question.terms.every((term) => term.keys.every((key) => key !== keys[0]));
  const terms = [
    ...question.terms,
    ...earlier.terms
      .filter(isNew)
      .map((term) => ({ ...term, importance: EARLIER_IMPORTANCE * term.importance, isIdentifier: false })),
  ];
  const asksNothing = question.shapes.length === 0 && CONTINUES.test(question.text);
  if (!asksNothing) return { ...question, terms };
  return { ...earlier, text: question.text, terms, isCompound: false };
}
