import { chooseRows, type Rows } from "./choose-rows.ts";
import { judgeQuote } from "./judge-quote.ts";
import { rankUnits } from "./rank-units.ts";
import type { Question } from "./read-question.ts";
import { type ScoredUnit, weigh } from "./score-units.ts";
import { strongest, type WeightedTerm } from "./weigh-terms.ts";
import { readWords } from "./words.ts";

/** A piece of one passage as it is shown. */
export type Quote = { best: ScoredUnit } & (
  | { kind: "sentences"; sentences: string[] }
  | { kind: "list"; leadIn: string; items: string[]; firstStep: number | undefined }
  | { kind: "rows"; rows: Rows }
  | { kind: "code"; leadIn: string; text: string }
);

const MAX_QUOTES = 3;
/** A further quote must score nearly as well as the best, or add something that was asked for as well. */
const CLOSE = 0.84;
const ADDING = 0.55;
/** Beside the best, an unsure answer shows what scores at least this share of it. */
const NEAR = 0.55;
const MIN_GAIN = 0.2;
const MAX_WORDS = 50;
/** A sentence this short rarely answers a question alone. */
const SHORT_SENTENCE_WORDS = 12;
const MAX_ITEMS = 4;
/** Below a heading that fits this well, the paragraph is quoted from its beginning. */
const STATES_TOPIC = 0.7;
const STATES_TOPIC_OF_STEPS = 0.5;

/** Starts with a reference to the previous sentence, so it does not read well alone. */
const REFERS_BACK =
  /^(?:it|its|they|their|them|this|these|those|that|he|she|then|otherwise|therefore|however|also|both|such|in (?:this|that|these|such) cases?|for (?:this|that)|after (?:this|that)|the (?:former|latter|same)|instead|if so|if not|but|and|or|so)\b|^(?:[\p{L}-]+\s){1,4}(?:then|therefore|also|instead)\b/iu;

/**
 * Chooses up to three quotes, the best first: the best unit of a passage, and those of others that are close
 * to it or, for a question with several parts, add to it.
 */
export function chooseQuotes(question: Question, terms: WeightedTerm[], units: ScoredUnit[]): Quote[] {
  const chosen: ScoredUnit[] = [];
  for (const unit of rankUnits(question, terms, units)) {
    if (chosen.length === MAX_QUOTES) break;
    if (chosen.length === 0 || isWorthAdding(question, terms, unit, chosen)) chosen.push(unit);
  }
  return toQuotes(question, terms, units, chosen);
}

/** The best unit of each of the passages that come closest, for an answer that says it is unsure. */
export function nearestQuotes(question: Question, terms: WeightedTerm[], units: ScoredUnit[]): Quote[] {
  const chosen: ScoredUnit[] = [];
  for (const unit of rankUnits(question, terms, units)) {
    const [best = unit] = chosen;
    if (chosen.length === MAX_QUOTES || unit.score < NEAR * best.score) break;
    if (chosen.every((other) => other.passage !== unit.passage && !isSame(unit, other))) chosen.push(unit);
  }
  return toQuotes(question, terms, units, chosen, true);
}

/**
 * Adds to each of the chosen units what it needs to be understood. `isWide`: sentences come with those around
 * them, because an answer that is unsure may have missed by one.
 */
export function toQuotes(
  question: Question,
  terms: WeightedTerm[],
  units: ScoredUnit[],
  chosen: ScoredUnit[],
  isWide = false,
): Quote[] {
  return chosen.map((unit) => expand(question, terms, units, unit, isWide));
}

function isWorthAdding(
  question: Question,
  terms: WeightedTerm[],
  unit: ScoredUnit,
  chosen: ScoredUnit[],
): boolean {
  const [best] = chosen;
  if (!best || chosen.some((other) => isSame(unit, other))) return false;
  if (best.announces && !unit.announces && !question.isCompound) return false;
  if (!question.isCompound && standsAlone(question, terms, best)) return false;
  const isFit = best.gives.every((shape) => unit.gives.includes(shape));
  if (unit.score >= CLOSE * best.score && isFit && chosen.every(({ passage }) => passage !== unit.passage))
    return judgeQuote(question, terms, unit, true) === "sure";
  if (!(question.isCompound || question.asksComparison) || unit.score < ADDING * best.score) return false;
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const gaps = terms.map((_, at) => {
    const covered = Math.max(...chosen.map(({ cover }) => cover[at] ?? 0));
    return Math.max(0, (unit.own[at] ?? 0) - covered);
  });
  const missing = unit.gives.filter((shape) => chosen.every(({ gives }) => !gives.includes(shape))).length;
  const gain = weigh(terms, gaps) / total + (0.25 * missing) / (question.shapes.length || 1);
  return gain > MIN_GAIN;
}

/** After what to do step by step, or the cell asked for, quotes could only be about something else. */
function standsAlone(question: Question, terms: WeightedTerm[], best: ScoredUnit): boolean {
  if (best.kind === "row") return isCellAsked(question, terms, best);
  const isSteps = best.kind === "list" && best.firstStep !== undefined;
  return question.reportsProblem && isSteps && best.headingFit >= STATES_TOPIC_OF_STEPS;
}

/** Whether the row is named after the measure asked for, and a column after what has it. */
function isCellAsked({ shapes }: Question, terms: WeightedTerm[], { cells, gives }: ScoredUnit): boolean {
  const named = terms.filter(({ importance, shape }) => importance >= 1 && !shape);
  const [measure, ...others] = cells.map((cell, at) => keysOf(at === 0 ? cell.value : cell.header));
  return (
    shapes.some(({ name, isLoose }) => !isLoose && gives.includes(name)) &&
    terms.some(({ shape, forms }) => shape !== undefined && strongest(forms, measure ?? new Set()) >= 0.9) &&
    others.some((keys) => named.some(({ forms }) => strongest(forms, keys) >= 0.9))
  );
}

function keysOf(text: string): Set<string> {
  return new Set(readWords(text).flatMap(({ keys }) => keys));
}

/** The same block of a passage apart from prose, or the same content elsewhere. */
export function isSame(one: ScoredUnit, other: ScoredUnit): boolean {
  const isSameBlock = one.passage === other.passage && one.block === other.block;
  if (isSameBlock && (one.kind !== "sentence" || Math.abs(one.index - other.index) < 2)) return true;
  let shared = 0;
  for (const key of one.keys) if (other.keys.has(key)) shared += 1;
  return shared / (one.keys.size + other.keys.size - shared || 1) > 0.75;
}

function expand(
  question: Question,
  terms: WeightedTerm[],
  units: ScoredUnit[],
  best: ScoredUnit,
  isWide: boolean,
): Quote {
  const block = units.filter(({ passage, block }) => passage === best.passage && block === best.block);
  const { leadIn, firstStep } = best;
  switch (best.kind) {
    case "sentence":
      return { best, kind: "sentences", sentences: expandSentence(question, terms, block, best, isWide) };
    case "list":
      return { best, kind: "list", leadIn, items: best.items, firstStep };
    case "item":
      return expandItem(terms, block, best);
    case "row":
      return { best, kind: "rows", rows: chooseRows(question, terms, block, best) };
    case "code":
      return { best, kind: "code", leadIn, text: best.items[0] ?? "" };
  }
}

/** The sentence, with the one that it refers to and those that continue it, up to about 45 words. */
function expandSentence(
  question: Question,
  terms: WeightedTerm[],
  block: ScoredUnit[],
  best: ScoredUnit,
  isWide: boolean,
): string[] {
  let from = block.indexOf(best);
  let to = from + 1;
  let words = best.words.length;
  const takes = (unit: ScoredUnit | undefined): unit is ScoredUnit => {
    if (!unit || unit.text.endsWith("?") || words + unit.words.length > MAX_WORDS) return false;
    words += unit.words.length;
    return true;
  };
  const needsBefore = (unit: ScoredUnit | undefined) =>
    REFERS_BACK.test(unit?.text ?? "") || best.headingFit >= STATES_TOPIC;
  while (needsBefore(block[from]) && takes(block[from - 1])) from -= 1;
  const isBrief = isWide || question.asksDefinition || question.asksReason || words < SHORT_SENTENCE_WORDS;
  const continues = (next: ScoredUnit | undefined) =>
    next !== undefined &&
    (isBrief || REFERS_BACK.test(next.text) || adds(terms, best, next) || next.score >= 0.6 * best.score);
  while (continues(block[to]) && takes(block[to])) to += 1;
  while (isWide && takes(block[from - 1])) from -= 1;
  return block.slice(from, to).map(({ text }) => text);
}

/** Whether the sentence itself holds a word of the question that the best one lacks. */
function adds(terms: WeightedTerm[], best: ScoredUnit, next: ScoredUnit): boolean {
  return terms.some(
    ({ importance }, at) => importance >= 1 && (next.own[at] ?? 0) >= 0.8 && (best.own[at] ?? 0) < 0.5,
  );
}

/** Items that answer by themselves, or the whole list where its lead-in says what was asked for. */
function expandItem(terms: WeightedTerm[], block: ScoredUnit[], best: ScoredUnit): Quote {
  const { leadIn } = best;
  const list = block.find(({ kind }) => kind === "list");
  const asked = terms.filter(({ importance }) => importance >= 1);
  const isFromLeadIn =
    leadIn !== "" && asked.every(({ forms }) => strongest(forms, best.near) >= strongest(forms, best.keys));
  if (list && isFromLeadIn)
    return { best, kind: "list", leadIn, items: list.items, firstStep: list.firstStep };
  return { best, kind: "list", leadIn, items: closeItems(block, best), firstStep: undefined };
}

function closeItems(block: ScoredUnit[], best: ScoredUnit): string[] {
  const items = block.filter(({ kind }) => kind === "item");
  const close = items.filter(({ score }) => score >= 0.85 * best.score);
  const from = Math.max(0, Math.min(close.indexOf(best), close.length - MAX_ITEMS));
  return close.slice(from, from + MAX_ITEMS).map(({ text }) => text);
}
