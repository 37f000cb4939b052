import type { GroundingOptions } from "../schema.ts";
import { chooseQuotes, nearestQuotes, type Quote } from "./choose-quotes.ts";
import { completeQuestion } from "./complete-question.ts";
import { decline, replyLanguage } from "./decline.ts";
import { givesContact } from "./gives-contact.ts";
import { type Certainty, judgeQuote } from "./judge-quote.ts";
import { nameLanguage } from "./name-language.ts";
import { nearTopics } from "./near-topics.ts";
import type { ReplyLanguage } from "./phrases.ts";
import { printCurated } from "./print-curated.ts";
import { printQuotes } from "./print-quotes.ts";
import { type Question, readQuestion, splitQuestion } from "./read-question.ts";
import { readSmallTalk } from "./read-small-talk.ts";
import { readUnits } from "./read-units.ts";
import { replies } from "./replies.ts";
import { replyToSmallTalk } from "./reply-to-small-talk.ts";
import { scoreUnits } from "./score-units.ts";
import { translateQuestion } from "./translate-question.ts";
import { wayToPerson } from "./way-to-person.ts";
import { type IndexedUnit, indexUnits, weighTerms } from "./weigh-terms.ts";

const MAX_QUOTES = 3;

/**
 * Returns a curated answer verbatim, a reply to small talk, up to three quotes from the passages with
 * citation marks, or a decline. Where it is unsure it says so, with the mark `[0]`, and quotes the nearest.
 */
export function answerQuestion(options: GroundingOptions): string {
  const { question: raw, passages } = options;
  const curated = passages.find(({ isCuratedAnswer }) => isCuratedAnswer);
  if (curated) return printCurated(curated);
  const smallTalk = readSmallTalk(raw);
  if (smallTalk) return replyToSmallTalk(smallTalk, options);
  if (passages.length === 0) return decline(options, { topics: [] });
  const units = indexUnits(readUnits(passages));
  const finding = findInLanguageOfSources(options, units);
  const { question, certainty } = finding;
  const language = replyLanguage(options);
  if (certainty === "no") return decline(options, { topics: nearTopics(question, units, passages) });
  if (certainty === "sure") return quotedFrom(finding, language) + printQuotes(finding.quotes, passages);
  const lead = replies[language].unsure.replace(/[.!]\s/, "$&[0] ");
  const nearest = printQuotes(finding.nearest, passages);
  return `${lead}\n\n${nearest}${givesContact(nearest) ? "" : wayToPerson(options, language)}`;
}

function quotedFrom({ isTranslated }: Finding, language: ReplyLanguage): string {
  const name = isTranslated ? nameLanguage("english", language) : null;
  return name ? `${replies[language].quotedFrom.replace("{language}", name)}\n\n` : "";
}

/** Answers the question as it is or, if that fails, its English translation. */
function findInLanguageOfSources(options: GroundingOptions, units: IndexedUnit[]): Finding {
  const { question, earlier, language = "english" } = options;
  const finding = findAnswer(options, { text: question, earlier }, units);
  const text = finding.certainty === "sure" || language !== "english" ? null : translateQuestion(question);
  if (text === null) return finding;
  const before = earlier && (translateQuestion(earlier) ?? earlier);
  const translated = findAnswer(options, { text, earlier: before }, units);
  return translated.certainty === "no" ? finding : { ...translated, isTranslated: true };
}

type Asked = { text: string; earlier: string | undefined };

function findAnswer(options: GroundingOptions, { text, earlier }: Asked, units: IndexedUnit[]): Finding {
  const current = readQuestion(text);
  const question = earlier ? completeQuestion(current, readQuestion(earlier)) : current;
  const find = (asked: Question) => findQuotes(asked, units, options);
  const whole = find(question);
  if (question.terms.length === 0) return { ...whole, certainty: "no" };
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

/** `nearest`: what an unsure answer shows. */
type Finding = {
  question: Question;
  certainty: Certainty;
  quotes: Quote[];
  nearest: Quote[];
  isTranslated?: boolean;
};

function findQuotes(question: Question, read: IndexedUnit[], options: GroundingOptions): Finding {
  const { passages, answerable, evidence } = options;
  const terms = weighTerms(question, read);
  const scores = passages.map(({ score }) => score);
  const units = scoreUnits(question, terms, read, scores);
  const quotes = chooseQuotes(question, terms, units);
  const [first] = quotes;
  const certainty = first ? judgeQuote(question, terms, first.best, answerable, evidence) : "no";
  const nearest = certainty === "unsure" ? nearestQuotes(question, terms, units) : [];
  return { question, certainty, quotes, nearest };
}
