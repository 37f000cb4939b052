import type { GroundingOptions, Passage } from "../schema.ts";
import { chooseQuotes, nearestQuotes, type Quote } from "./choose-quotes.ts";
import { completeQuestion } from "./complete-question.ts";
import { decline, replyLanguage } from "./decline.ts";
import { type Certainty, judgeQuote } from "./judge-quote.ts";
import { nearTopics } from "./near-topics.ts";
import { printCurated } from "./print-curated.ts";
import { printQuotes } from "./print-quotes.ts";
import { type Question, readQuestion, splitQuestion } from "./read-question.ts";
import { readSmallTalk } from "./read-small-talk.ts";
import { readUnits } from "./read-units.ts";
import { replies } from "./replies.ts";
import { replyToSmallTalk } from "./reply-to-small-talk.ts";
import { scoreUnits } from "./score-units.ts";
import { wayToPerson } from "./way-to-person.ts";
import { type IndexedUnit, indexUnits, weighTerms } from "./weigh-terms.ts";

const MAX_QUOTES = 3;

/**
 * Returns a curated answer verbatim, a reply to small talk, up to three quotes from the passages with
 * citation marks, or a decline. Where it is unsure it says so, with the mark `[0]`, and quotes the nearest.
 */
export function answerQuestion(options: GroundingOptions): string {
  const { question: raw, earlier, passages, answerable, evidence } = options;
  const curated = passages.find(({ isCuratedAnswer }) => isCuratedAnswer);
  if (curated) return printCurated(curated);
  const smallTalk = readSmallTalk(raw);
  if (smallTalk) return replyToSmallTalk(smallTalk, options);
  const current = readQuestion(raw);
  const question = earlier ? completeQuestion(current, readQuestion(earlier)) : current;
  if (question.terms.length === 0 || passages.length === 0) return decline(options, { topics: [] });
  const units = indexUnits(readUnits(passages));
  const find = (asked: Question) => findQuotes(asked, units, passages, { answerable, evidence });
  const parts = splitQuestion(question)
    .map(find)
    .filter(({ certainty }) => certainty === "sure");
  const whole = find(question);
  if (whole.certainty === "sure" && parts.length < 2) return printQuotes(whole.quotes, passages);
  const quotes = distinct(parts.flatMap((part) => part.quotes.slice(0, 1))).slice(0, MAX_QUOTES);
  if (quotes.length > 0) return printQuotes(quotes, passages);
  if (whole.certainty === "no") return decline(options, { topics: nearTopics(question, units, passages) });
  const language = replyLanguage(options);
  const lead = replies[language].unsure.replace(/[.!]\s/, "$&[0] ");
  return `${lead}\n\n${printQuotes(whole.nearest, passages)}${wayToPerson(options, language)}`;
}

function distinct(quotes: Quote[]): Quote[] {
  return quotes.filter(({ best }, at) => quotes.findIndex((quote) => quote.best.index === best.index) === at);
}

/** `nearest`: what an unsure answer shows. */
type Finding = { certainty: Certainty; quotes: Quote[]; nearest: Quote[] };

function findQuotes(
  question: Question,
  read: IndexedUnit[],
  passages: Passage[],
  { answerable, evidence }: Pick<GroundingOptions, "answerable" | "evidence">,
): Finding {
  const terms = weighTerms(question, read);
  const scores = passages.map(({ score }) => score);
  const units = scoreUnits(question, terms, read, scores);
  const quotes = chooseQuotes(question, terms, units);
  const [first] = quotes;
  const certainty = first ? judgeQuote(question, terms, first.best, answerable, evidence) : "no";
  return { certainty, quotes, nearest: certainty === "unsure" ? nearestQuotes(question, terms, units) : [] };
}
