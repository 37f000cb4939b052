import type { Question } from "./read-question.ts";

/** What was asked before counts less than what is asked now. */
const EARLIER = 0.6;
const CONTINUES = /^(?:and|or|but|what about|how about|what if|for|with|without|in|on|at)\b/;

/** A question that leans on the one before, with what it leaves unsaid: its words, and what kind of thing it asks for. */
export function completeQuestion(question: Question, earlier: Question): Question {
  const isNew = ({ keys }: Question["terms"][number]) =>
    question.terms.every((term) => term.keys.every((key) => key !== keys[0]));
  const terms = [
    ...question.terms,
    ...earlier.terms
      .filter(isNew)
      .map((term) => ({ ...term, importance: EARLIER * term.importance, isIdentifier: false })),
  ];
  const asksNothing = question.shapes.length === 0 && CONTINUES.test(question.text);
  if (!asksNothing) return { ...question, terms };
  return { ...earlier, text: question.text, terms, isCompound: false };
}
