import { type AnswerShape, answerShapes } from "./answer-shapes.ts";
import { readTerms, type Term } from "./read-terms.ts";
import { fold } from "./words.ts";

export type Question = {
  text: string;
  terms: Term[];
  shapes: AnswerShape[];
  asksSteps: boolean;
  asksDefinition: boolean;
  asksYesNo: boolean;
  asksReason: boolean;
  asksList: boolean;
  /** The question may have several parts, each answered in a different place. */
  isCompound: boolean;
  /** The noun in "how many …". */
  counted: string | undefined;
};

const MAX_PARTS = 4;
const MAX_QUESTION_LENGTH = 2_000;

const STEPS =
  /\bhow (?:do|can|should|would|could|must) (?:i|we|you|one|someone|people)\b|\bhow to\b|\b(?:steps|instructions|procedure|guide)\b|\bwhat (?:do|should|must|can) (?:i|we) do\b|\bwhat to do\b|\bshow me how\b/;
const DEFINITION =
  /^(?:so |hi |hello |and )?(?:what|who) (?:is|are|was|were)\b(?! (?:the|my|your|our|his|her|their)\b.{0,60}\b(?:of|for|to|in|on)\b)|\bwhat (?:does|do|did) .{1,80} (?:mean|stand for)\b|\bmeaning of\b|^define\b|\bdefinition of\b|\bwhat's (?:a|an)\b/;
const YES_NO =
  /(?:^|[,.;!?] |\band )(?:can|could|may|do|does|did|is|are|was|were|will|would|should|must|has|have|am)\b/;
const NEXT_CLAUSE =
  /\?\s+(?=\w)|(?:,|;|\.)?\s(?:and|or|also|plus)\s(?=(?:what|which|who|when|where|why|how|can|could|may|do|does|is|are|will|should|must)\b)/;
const LISTING =
  /\b(?:which|what) (?:\w+ )?\w*[^s\W]s (?:are|do|can|should|must|have|will)\b|^what (?:are|is in)\b|\blist (?:of|all|the)\b/;

export function readQuestion(raw: string): Question {
  const text = fold(raw.slice(0, MAX_QUESTION_LENGTH)).replace(/\s+/g, " ").trim();
  const asksSteps = STEPS.test(text);
  const shapes = [...answerShapes.filter(({ asks }) => asks.test(text)), ...rateShape(text)];
  const isMeasure = shapes.some(({ name }) => name !== "time");
  return {
    text,
    terms: readTerms(text, shapes),
    shapes: shapes.some(({ name }) => name !== "count")
      ? shapes.filter(({ name }) => name !== "count")
      : shapes,
    asksSteps: asksSteps && !/^how many|^how much/.test(text),
    asksDefinition: !isMeasure && DEFINITION.test(text),
    asksYesNo: YES_NO.test(text),
    asksReason: /\bwhy\b|\breasons?\b|\bhow come\b|\bwhat causes\b/.test(text),
    asksList: LISTING.test(text),
    counted: /\bhow many (?:\w+ )??(\w+s|people|children)\b/.exec(text)?.[1],
    isCompound: shapes.length > 1 || text.split(NEXT_CLAUSE).length > 1,
  };
}

const RATE = /\b(?:per|each|every) (hour|day|week|month|year|person|user|seat|night)\b/;
const RATE_OR_A = /\b(?:per|each|every|a) (hour|day|week|month|year|person|user|seat|night)\b/;

/** "per month" in the question requires "per month" or "monthly" in the answer. */
function rateShape(text: string): AnswerShape[] {
  const each = (/\b(?:cost|price|fee|pay|charge)/.test(text) ? RATE_OR_A : RATE).exec(text)?.[1];
  if (!each) return [];
  const gives = new RegExp(
    `(?:\\b(?:per|a|an|each|every)|/)\\s?${each}\\b|\\b${each === "day" ? "dai" : each}ly\\b`,
    "i",
  );
  return [{ name: "rate", asks: gives, gives, impliedWords: [] }];
}

/** Splits a compound question if each part can be answered alone; otherwise returns an empty list. */
export function splitQuestion({ text }: Question): Question[] {
  const parts = text.split(NEXT_CLAUSE).filter((part) => /\p{L}/u.test(part));
  if (parts.length < 2 || parts.length > MAX_PARTS) return [];
  const questions = parts.map(readQuestion);
  return questions.every(({ terms }) => terms.some(({ importance }) => importance >= 1)) ? questions : [];
}
