import { decides } from "./answer-kinds.ts";
import { comparesInHead } from "./compares-in-head.ts";
import { stopWords } from "./english.ts";
import { isNarrow, isNarrowException } from "./narrow-exception.ts";
import { isOtherLimit } from "./other-limit.ts";
import type { Question } from "./read-question.ts";
import { troubleBonus } from "./trouble-bonus.ts";
import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";
import { readWords } from "./words.ts";

const COUNT =
  /^(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|unlimited)$/;
const DEFINES =
  /^\W*(?:(?:the|an?)\s)?(.{1,60}?)(?:\s\([^)]{1,40}\))?,?\s(?:is|are|means?|stands? for|refers? to|describes?|denotes?)\s/iu;
const DECIDES =
  /\b(?:can(?:not)?|may|must|not|never|only|without|allowed|possible|supports?|yes|no)\b|n't\b/i;
const EXPLAINS = /\b(?:because|so that|due to|therefore|since|reason|causes?d?|in order to|when|if)\b/i;
const EXAMPLE = /^(?:as an? example|for (?:example|instance)|e\.g\.|note(?:\s+that|:)|see\s)/i;
const EXAMPLE_PENALTY = 0.15;
const NAMES_TERM = 0.4;
/** An entry's first sentences say what its term is for. */
const OPENING = 0.15;
const GOOD_FIT = 0.5;
const SAID = 0.8;
const ASKED_LIST = 0.2;
const NAMED_ROW = 0.35;
const COMPARED = 0.4;
const OTHER_ACTION_PENALTY = 0.35;
const PART_PENALTY = 0.2;
const RATE_PENALTY = 0.5;
const LIMIT_PENALTY = 0.15;
const EXCEPTION_PENALTY = 0.3;
const NARROW_PENALTY = 0.2;

/** Rewards a unit for having the form that the question asks for: a count, definition, reason or steps. */
export function kindBonus(
  question: Question,
  terms: WeightedTerm[],
  unit: IndexedUnit,
  cover: number[],
  isFirst: boolean,
  fit: number,
): number {
  let bonus = countBonus(question, terms, unit) + completenessBonus(terms, cover);
  bonus += namesRow(terms, unit) ? NAMED_ROW : question.asksSteps ? 0 : lookupBonus(terms, unit);
  if (question.asksDefinition) bonus += definitionBonus(terms, unit, isFirst);
  if (question.asksYesNo && DECIDES.test(unit.text)) bonus += decides(terms, unit) ? 0.2 : 0.05;
  if (question.reportsProblem) bonus += troubleBonus(terms, unit, isFirst);
  if (question.asksYesNo && unit.kind === "item") bonus -= 0.15;
  if (question.asksYesNo && isNarrow(terms, unit))
    bonus -= isNarrowException(terms, unit) ? EXCEPTION_PENALTY : NARROW_PENALTY;
  if (unit.opensTerm && fit >= NAMES_TERM) bonus += OPENING;
  if (EXAMPLE.test(unit.text)) bonus -= EXAMPLE_PENALTY;
  if (isOtherLimit(question, unit)) bonus -= LIMIT_PENALTY;
  bonus -= rowPenalty(question, terms, unit);
  if (question.asksSteps && isOfOtherAction(terms, unit)) bonus -= OTHER_ACTION_PENALTY;
  if (question.asksComparison && comparesInHead(terms, unit)) bonus += COMPARED;
  if (question.asksReason && EXPLAINS.test(unit.text)) bonus += 0.06;
  if (unit.kind === "list") bonus += isAskedByLeadIn(terms, unit) ? ASKED_LIST : listBonus(question, unit);
  if (unit.kind === "code") bonus += codeBonus(question, unit, fit);
  const early = unit.words.slice(0, 5);
  const isEarly = terms.some(
    ({ forms, importance }, at) =>
      importance >= 1 &&
      (cover[at] ?? 0) > 0.7 &&
      early.some(({ keys }) => keys.some((key) => forms.has(key))),
  );
  return bonus + (isEarly ? 0.03 : 0);
}

/** Code says what it is for only with the sentence before it. */
function codeBonus({ asksSteps }: Question, { leadIn }: IndexedUnit, fit: number): number {
  if (leadIn === "" && !(asksSteps && fit >= GOOD_FIT)) return -0.2;
  return asksSteps ? 0.2 : 0;
}

/** "A request is ready when:" for "When is a request ready?": the list that follows is the answer. */
function isAskedByLeadIn(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const topics = terms.filter(({ importance }) => importance >= 0.5);
  const keys = new Set(readWords(unit.leadIn).flatMap((word) => word.keys));
  return topics.length > 1 && topics.every(({ forms }) => strongest(forms, keys) >= SAID);
}

/** Numbered steps answer "how do I …"; other questions rarely need a whole list. */
function listBonus({ asksSteps, asksList, reportsProblem }: Question, unit: IndexedUnit): number {
  if (asksSteps) return unit.firstStep === undefined ? 0.1 : 0.3;
  return asksList || reportsProblem ? 0.05 : -0.25;
}

/** Rewards a number directly before the counted thing: "4 paired phones" for "how many phones". */
function countBonus(question: Question, terms: WeightedTerm[], unit: IndexedUnit): number {
  const counted = terms.find(({ surface }) => surface === question.counted);
  if (!counted) return 0;
  const isCounted = unit.words.some(
    ({ keys }, at) =>
      keys.some((key) => counted.forms.has(key)) &&
      unit.words.slice(Math.max(0, at - 3), at).some(({ surface }) => COUNT.test(surface)),
  );
  return isCounted ? 0.12 : 0;
}

/** The first cell of a row, or a leading code, names the subject of the unit. */
function lookupBonus(terms: WeightedTerm[], unit: IndexedUnit): number {
  if (unit.kind !== "row") {
    const key = unit.words[0]?.keys[0];
    return key !== undefined && terms.some(({ isIdentifier, keys }) => isIdentifier && keys[0] === key)
      ? 0.12
      : 0;
  }
  const named = readWords(unit.cells[0]?.value ?? "").filter(({ surface }) => !stopWords.has(surface));
  if (named.length === 0) return 0;
  const asked = named.filter(({ keys }) => terms.some(({ forms }) => keys.some((key) => forms.has(key))));
  return 0.2 * (asked.length / named.length) ** 2;
}

const RATE = /\b(?:per|each|every|a) (?:hour|day|week|month|year)\b|\b(?:hour|dai|week|month|year)ly\b/i;

/** A price of a part ("Belt, City"), or by the month, is another one than that of the thing asked for. */
function rowPenalty(question: Question, terms: WeightedTerm[], unit: IndexedUnit): number {
  if (unit.kind !== "row" || question.shapes.every(({ isLoose }) => isLoose)) return 0;
  const isAsked = (text: string) =>
    readWords(text).some(({ keys }) => terms.some(({ forms }) => keys.some((key) => forms.has(key))));
  const [named = "", ...owners] = (unit.cells[0]?.value ?? "").split(", ");
  const isPart = owners.length === 1 && !isAsked(named) && owners.some(isAsked);
  const isRate = unit.cells.some(({ header }) => RATE.test(header));
  const asksRate = RATE.test(question.text) || question.shapes.some(({ name }) => name === "rate");
  return (isPart ? PART_PENALTY : 0) + (isRate && !asksRate ? RATE_PENALTY : 0);
}

/** "Insert the key" is one of the steps of "Removing the battery", which do not insert the battery. */
function isOfOtherAction(terms: WeightedTerm[], { kind, heading, near }: IndexedUnit): boolean {
  if (kind !== "list" || !/^\p{L}+ing\s/u.test(heading)) return false;
  const done = readWords(heading)[0]?.keys ?? [];
  const actions = terms.filter(({ isAction, importance }) => isAction && importance >= 1);
  const isNamed = terms.some(({ forms }) => done.some((key) => forms.has(key)));
  return !isNamed && actions.length > 0 && actions.every(({ forms }) => strongest(forms, near) < GOOD_FIT);
}

/** Whether the question holds the code in the first cell of a row. */
export function namesRow(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const named = readWords(unit.cells[0]?.value ?? "").filter(({ surface }) => !stopWords.has(surface));
  return named.length === 1 && terms.some((term) => term.isIdentifier && named[0]?.keys[0] === term.keys[0]);
}

/** Rewards a unit that covers every term. */
function completenessBonus(terms: WeightedTerm[], cover: number[]): number {
  return terms.every(({ importance }, at) => importance < 1 || (cover[at] ?? 0) >= 0.5) ? 0.05 : 0;
}

/** "queued" in "A queued turn is …" for "What is a turn?": the sentence defines something else. */
function isOtherWord(topic: WeightedTerm[], surface: string, keys: string[]): boolean {
  return !stopWords.has(surface) && topic.every(({ forms }) => keys.every((key) => !forms.has(key)));
}

export function definitionBonus(terms: WeightedTerm[], unit: IndexedUnit, isFirst: boolean): number {
  const topic = terms.some(({ importance }) => importance >= 1)
    ? terms.filter(({ importance }) => importance >= 1)
    : terms;
  const isTerm = (keys: Set<string>) => topic.every(({ forms }) => strongest(forms, keys) > 0.7);
  if (unit.kind === "row") {
    const named = readWords(unit.cells[0]?.value ?? "");
    return named.length <= topic.length && isTerm(new Set(named.flatMap(({ keys }) => keys))) ? 0.3 : 0;
  }
  const subject = DEFINES.exec(unit.text)?.[1];
  if (subject === undefined || subject.split(/\s+/).length > terms.length + 2) {
    const opening = new Set(unit.words.slice(0, 4).flatMap(({ keys }) => keys));
    return unit.kind === "sentence" && isFirst && isTerm(unit.near) && isTerm(opening) ? 0.15 : 0;
  }
  const words = unit.words.slice(0, subject.split(/\s+/).length + 1);
  if (!isTerm(new Set(words.flatMap(({ keys }) => keys)))) return 0;
  return readWords(subject).some(({ surface, keys }) => isOtherWord(topic, surface, keys)) ? 0.08 : 0.25;
}
