import type { Question } from "./read-question.ts";
import type { Term } from "./read-terms.ts";

const EARLIER_IMPORTANCE = 0.5;
const DETAIL_IMPORTANCE = 0.6;
/** What "it" stands for is asked about as much as the question's own words; what was done with it is not. */
const REFERRED_IMPORTANCE = 1;
const LEFT_IMPORTANCE = 0.15;
/** A question with as many words of its own says enough without what "it" stands for. */
const COMPLETE_TOPICS = 2;
const PRONOUN = /\b(?:it|its|they|them|ones?)\b/;
const CONTINUES = /^(?:and|or|but|what about|how about|what if|for|with|without|in|on|at)\b/;

/** Completes a follow-up question with the terms and the question type of the one before it. */
export function completeQuestion(question: Question, earlier: Question): Question {
  const isNew = ({ keys }: Question["terms"][number]) =>
    question.terms.every((term) => term.keys.every((key) => key !== keys[0]));
  const asksOther = question.shapes.length > 0 && earlier.shapes.length > 0;
  const isTopic = ({ shape }: Term) => !(asksOther && shape);
  const terms = [
    ...question.terms,
    ...earlier.terms
      .filter(isNew)
      .filter(isTopic)
      .map((term) => asContext(term, importanceOf(term, question, earlier))),
  ];
  if (!question.isAsked && question.shapes.length === 0 && !CONTINUES.test(question.text))
    return { ...earlier, text: question.text, terms: [...earlier.terms, ...asDetail(question, earlier)] };
  const asksNothing = question.shapes.length === 0 && CONTINUES.test(question.text);
  const leadingTerms = question.terms.length;
  if (!asksNothing) return { ...question, terms, leadingTerms };
  return { ...earlier, text: question.text, terms, leadingTerms, isCompound: false };
}

/** "How do I get it out?" after "How long does the battery take to charge?" is about the battery alone. */
function importanceOf(term: Term, question: Question, earlier: Question): number {
  const isReferred = ({ isThing, isName }: Term) => isThing === true || isName;
  const topics = question.terms.filter(({ importance }) => importance >= 1);
  const isPointing = PRONOUN.test(question.text) && topics.length < COMPLETE_TOPICS;
  if (!isPointing || !earlier.terms.some(isReferred)) return EARLIER_IMPORTANCE;
  return isReferred(term) ? REFERRED_IMPORTANCE : LEFT_IMPORTANCE;
}

/** "I have the City" adds a detail to the question before it. */
function asDetail(detail: Question, earlier: Question): Question["terms"] {
  return detail.terms
    .filter(({ keys }) => earlier.terms.every((term) => term.keys[0] !== keys[0]))
    .map((term) => asContext(term, DETAIL_IMPORTANCE));
}

/** A term that helps to find the answer, but need not be in it. */
function asContext({ quantity: _, isAdjective: __, ...term }: Term, factor: number): Term {
  return { ...term, importance: factor * term.importance, isIdentifier: false, isName: false };
}
