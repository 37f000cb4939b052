import type { GroundingOptions } from "../schema.ts";
import { chooseQuotes, nearestQuotes, type Quote } from "./choose-quotes.ts";
import { completeQuestion } from "./complete-question.ts";
import { type Certainty, judgeQuote } from "./judge-quote.ts";
import { type Question, readQuestion, splitQuestion } from "./read-question.ts";
import { type ScoredUnit, scoreUnits } from "./score-units.ts";
import { translateQuestion } from "./translate-question.ts";
import { type IndexedUnit, type WeightedTerm, weighTerms } from "./weigh-terms.ts";

const MAX_QUOTES = 3;

/** What the passages say, by the words of the question. `nearest`: what an unsure answer shows. */
export type Finding = {
  question: Question;
  terms: WeightedTerm[];
  units: ScoredUnit[];
  certainty: Certainty;
  quotes: Quote[];
  nearest: Quote[];
  isTranslated?: boolean;
};

/** Looks for an answer to the question as it is or, if that fails, to its English translation. */
export function findAnswer(options: GroundingOptions, units: IndexedUnit[]): Finding {
  const { question, earlier, language = "english" } = options;
  const finding = findTo({ text: question, earlier }, units, options);
  const text = finding.certainty === "sure" || language !== "english" ? null : translateQuestion(question);
  if (text === null) return finding;
  const before = earlier && (translateQuestion(earlier) ?? earlier);
  const translated = findTo({ text, earlier: before }, units, options);
  return translated.certainty === "no" ? finding : { ...translated, isTranslated: true };
}

type Asked = { text: string; earlier: string | undefined };

function findTo({ text, earlier }: Asked, units: IndexedUnit[], options: GroundingOptions): Finding {
  const current = readQuestion(text);
  const question = earlier ? completeQuestion(current, readQuestion(earlier)) : current;
  const find = (asked: Question) => findQuotes(asked, units, options);
  const whole = find(question);
  if (question.terms.length === 0) return { ...whole, certainty: "no", nearest: [] };
  const parts = splitQuestion(question)
    .map(find)
    .filter(({ certainty }) => certainty === "sure");
  if (whole.certainty === "sure" && parts.length < 2) return whole;
  const quotes = distinct(parts.flatMap((part) => part.quotes.slice(0, 1))).slice(0, MAX_QUOTES);
  return quotes.length > 0 ? { ...whole, certainty: "sure", quotes } : whole;
}

function distinct(quotes: Quote[]): Quote[] {
  return quotes.filter(({ best }, at) => quotes.findIndex((quote) => quote.best.index === best.index) === at);
}

function findQuotes(question: Question, read: IndexedUnit[], options: GroundingOptions): Finding {
  const { passages, answerable, evidence } = options;
  const terms = weighTerms(question, read);
  const scores = passages.map(({ score }) => score);
  const units = scoreUnits(question, terms, read, scores);
  const quotes = chooseQuotes(question, terms, units);
  const [first] = quotes;
  const certainty = first ? judgeQuote(question, terms, first.best, answerable, evidence) : "no";
  const nearest = certainty === "unsure" ? nearestQuotes(question, terms, units) : [];
  return { question, terms, units, certainty, quotes, nearest };
}
