import { type AnswerShape, answerShapes } from "./answer-shapes.ts";
import { readTerms, type Term } from "./read-terms.ts";
import { type Switching, switchingOf } from "./switching.ts";
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
  asksComparison: boolean;
  /** It has the form of a question or request, rather than of a statement. */
  isAsked: boolean;
  /** "My bike was stolen", "battery not charging": a problem, stated rather than asked about. */
  reportsProblem: boolean;
  /** "Where is my order?": about the asker's own case, which no document holds. */
  asksOwnCase: boolean;
  /** The question may have several parts, each answered in a different place. */
  isCompound: boolean;
  /** In a follow-up: how many of the terms, from the first, are its own. Otherwise 0. */
  leadingTerms: number;
  /** The noun in "how many …". */
  counted: string | undefined;
  /** What the answer must not involve: "without uploading it". */
  excluded: string | undefined;
  /** "bike won't turn on": an answer must not be about the opposite. */
  switches: Switching | undefined;
};

const MAX_PARTS = 4;
const MAX_QUESTION_LENGTH = 2_000;

const STEPS =
  /\bhow (?:do|can|should|would|could|must) (?:i|we|you|one|someone|people)\b|\bhow to\b|\b(?:steps|instructions|procedure|guide)\b|\bwhat (?:do|should|must|can) (?:i|we) do\b|\bwhat to do\b|\bwhat (?:now|next)\b|\bnow what\b|\bshow me how\b/;
const DEFINITION =
  /^(?:so |hi |hello |and )?(?:what|who) (?:is|are|was|were)\b(?! (?:the|my|your|our|his|her|their)\b.{0,60}\b(?:of|for|to|in|on)\b)|\bwhat (?:does|do|did) .{1,80} (?:mean|stand for)\b|\bmeaning of\b|^define\b|\bdefinition of\b|\bwhat's (?:a|an)\b/;
const YES_NO =
  /(?:^|[,.;!?] |\band )(?:can|could|may|do|does|did|is|are|was|were|will|would|should|must|has|have|am)\b/;
const NEXT_CLAUSE =
  /\?\s+(?=\w)|(?:,|;|\.)?\s(?:and|or|also|plus)\s(?=(?:what|which|who|when|where|why|how|can|could|may|do|does|is|are|will|should|must)\b)/;
const LISTING =
  /\b(?:which|what) (?:\w+ )?\w*[^s\W]s (?:are|do|can|should|must|have|will)\b|^what (?:are|is in)\b|\blist (?:of|all|the)\b/;

const ASKS =
  /\?|^(?:and |but |so |hi |hello |please )?(?:what|which|who|whom|whose|where|when|how|why|can|could|may|do|does|did|is|are|was|were|will|would|should|must|has|have|tell|show|explain|list|describe|compare)\b/;
export const PROBLEM =
  /\b(?:not|no|wont|won't|cant|can't|cannot|doesnt|doesn't|dont|don't|isnt|isn't|never|stolen|lost|broke|broken|stuck|fails?|failed|failing|error|eror|wrong|problem|trouble|dead|empty|leaks?|leaking|stop(?:s|ped)|squeak(?:s|y|ing)?|squeal(?:s|ing)?|noisy?|loose|damaged?|missing)\b/;
const OWN_CASE =
  /\bwhere(?:'s| is| are) my\b|\bwhen (?:will|does|do|is) my\b.{0,40}\b(?:arrive|come|delivered|ship(?:ped)?|ready|due)\b|\b(?:status|progress) of my\b|\b(?:has|have|did|was|is) my (?:order|package|parcel|refund|payment|delivery|return|application|request)\b/;
export const COMPARISON =
  /\bcompare\b|\bdiffer(?:s|ences?|ent)?\b|\bversus\b|\bvs\b|\b(?:which|what) (?:\w+ )?is (?:better|cheaper|faster|bigger|smaller|lighter|heavier)\b|\bwhich (?:\w+ ){0,2}(?:is|are) (?:the )?(?:lightest|heaviest|cheapest|fastest|biggest|largest|smallest|longest|shortest)\b/;

/** Whether a person can help where the sources cannot: with the asker's own case, or with a problem. */
export function wantsHelp(raw: string): boolean {
  const { asksOwnCase, reportsProblem } = readQuestion(raw);
  return asksOwnCase || reportsProblem;
}

export function readQuestion(raw: string): Question {
  const text = fold(raw.slice(0, MAX_QUESTION_LENGTH)).replace(/\s+/g, " ").trim();
  const asksSteps = STEPS.test(text);
  const shapes = [...answerShapes.filter(({ asks }) => asks.test(text)), ...rateShape(text)];
  const isMeasure = shapes.some(({ name }) => name !== "time");
  return {
    text,
    terms: readTerms(text, shapes, readNames(raw)),
    shapes: shapes.some(({ name }) => name !== "count")
      ? shapes.filter(({ name }) => name !== "count")
      : shapes,
    asksSteps: asksSteps && !/^how many|^how much/.test(text),
    asksDefinition: !isMeasure && DEFINITION.test(text),
    asksYesNo: YES_NO.test(text),
    asksReason: /\bwhy\b|\breasons?\b|\bhow come\b|\bwhat causes\b/.test(text),
    asksList: LISTING.test(text),
    asksComparison: COMPARISON.test(text),
    isAsked: ASKS.test(text),
    reportsProblem: !ASKS.test(text) && PROBLEM.test(text),
    asksOwnCase: OWN_CASE.test(text),
    leadingTerms: 0,
    counted: /\bhow many (?:\w+ )??(\w+s|people|children)\b/.exec(text)?.[1],
    switches: switchingOf(text).size === 1 ? [...switchingOf(text)][0] : undefined,
    excluded: /\bwithout (?:having to )?(\w+ing)\b/.exec(text)?.[1],
    isCompound:
      shapes.filter(({ name }) => name !== "count").length > 1 || text.split(NEXT_CLAUSE).length > 1,
  };
}

const NAME = /(?<=[\p{L}\p{N},] )\p{Lu}[\p{L}\p{N}]+/gu;

/** Words with a capital that do not begin a sentence; none if most words have one. */
function readNames(raw: string): Set<string> {
  const text = raw.slice(0, MAX_QUESTION_LENGTH);
  const names = (text.match(NAME) ?? []).map(fold);
  return new Set(2 * names.length > text.split(/\s+/).length ? [] : names);
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
