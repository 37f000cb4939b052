import { stopWords } from "./english.ts";
import type { Question } from "./read-question.ts";
import { holdsQuantity } from "./quantities.ts";
import { type ReadUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";
import { readWords } from "./words.ts";

/** How a unit answers: `cover` holds, for each term, how far it is accounted for, 0 to 1. */
export type ScoredUnit = ReadUnit & {
  index: number;
  /** By the unit's own words. */
  own: number[];
  /** With its heading, title, lead-in and neighbours. */
  cover: number[];
  /** Shapes of the question that the unit gives. */
  gives: string[];
  score: number;
};

const NEAR = 0.75;
const FAR = 0.55;
const NEIGHBOUR = 0.4;
const PASSAGE = 0.3;

export function scoreUnits(
  question: Question,
  terms: WeightedTerm[],
  units: ReadUnit[],
  passageScores: number[],
): ScoredUnit[] {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const own = units.map((unit) => {
    const isSubject = opensWith(terms, unit);
    return terms.map((term) => ownCover(term, unit, isSubject));
  });
  const inPassage = terms.map((_, at) => bestByPassage(units, own, at));
  return units.map((unit, index) => {
    const cover = terms.map((term, at) =>
      Math.max(
        own[index]?.[at] ?? 0,
        NEAR * strongest(term.forms, unit.near),
        PASSAGE * (inPassage[at]?.get(unit.passage) ?? 0),
        FAR * strongest(term.forms, unit.far),
        NEIGHBOUR * Math.max(...[index - 1, index + 1].map((other) => neighbourCover(units, own, index, other, at))),
      ),
    );
    const gives = question.shapes.filter(({ gives }) => gives.test(unit.text)).map(({ name }) => name);
    const ownShare = weigh(terms, own[index] ?? []) / total;
    const coverShare = weigh(terms, cover.map((part) => part ** 0.75)) / total;
    const score =
      0.5 * ownShare +
      0.5 * coverShare +
      0.12 * phraseShare(terms, unit) +
      kindBonus(question, terms, unit, cover, units[index - 1]?.heading !== unit.heading) +
      (question.shapes.length > 0 ? (0.25 * gives.length) / question.shapes.length : 0) +
      0.05 * (passageScores[unit.passage] ?? 0) -
      lengthLoss(unit);
    const isBeside = question.shapes.length > 0 && gives.length === 0;
    return { ...unit, index, own: own[index] ?? [], cover, gives, score: isBeside ? 0.85 * score : score };
  });
}

export function weigh(terms: WeightedTerm[], cover: number[]): number {
  return terms.reduce((sum, { weight }, at) => sum + weight * (cover[at] ?? 0), 0);
}

/** Whether the unit begins with what is asked about, so that a measure in it is a measure of that. */
function opensWith(terms: WeightedTerm[], unit: ReadUnit): boolean {
  const opening = new Set(unit.words.slice(0, 4).flatMap(({ keys }) => keys));
  return terms.every((term) => term.isAdjective || term.importance < 1 || strongest(term.forms, opening) > 0.7);
}

/** A row or an item means little without the words above it, so these count nearly as its own. */
function ownCover(term: WeightedTerm, unit: ReadUnit, isSubject: boolean): number {
  const above = unit.kind === "sentence" ? 0 : 0.7 * strongest(term.forms, unit.near);
  const byWord = Math.max(strongest(term.forms, unit.keys), 0.95 * strongest(term.forms, unit.headers), above);
  if (byWord >= 0.9) return byWord;
  if (term.shape?.gives.test(unit.text)) return Math.max(byWord, term.isAdjective && !isSubject ? 0.4 : 0.8);
  if (term.quantity !== undefined && holdsQuantity(unit.text, term.quantity)) return 0.8;
  return byWord;
}

function bestByPassage(units: ReadUnit[], own: number[][], at: number): Map<number, number> {
  const best = new Map<number, number>();
  for (const [index, { passage }] of units.entries()) {
    best.set(passage, Math.max(best.get(passage) ?? 0, own[index]?.[at] ?? 0));
  }
  return best;
}

function neighbourCover(units: ReadUnit[], own: number[][], index: number, other: number, at: number): number {
  const [unit, neighbour] = [units[index], units[other]];
  if (!unit || !neighbour || unit.kind !== "sentence") return 0;
  const isSame = unit.passage === neighbour.passage && unit.block === neighbour.block;
  return isSame ? (own[other]?.[at] ?? 0) : 0;
}

/** Share of neighbouring pairs of the question that stand close together in the unit. */
function phraseShare(terms: WeightedTerm[], unit: ReadUnit): number {
  if (terms.length < 2) return 0;
  const places = terms.map(({ forms }) =>
    unit.words.flatMap(({ keys }, place) => (keys.some((key) => forms.has(key)) ? [place] : [])),
  );
  let found = 0;
  for (let at = 1; at < places.length; at += 1) {
    const before = places[at - 1] ?? [];
    if ((places[at] ?? []).some((place) => before.some((other) => other !== place && Math.abs(place - other) <= 3))) {
      found += 1;
    }
  }
  return found / (terms.length - 1);
}

/** A number right before the thing counted: "4 paired phones" for "how many phones". */
function countBonus(question: Question, terms: WeightedTerm[], unit: ReadUnit): number {
  const counted = terms.find(({ surface }) => surface === question.counted);
  if (!counted) return 0;
  const isCounted = unit.words.some(
    ({ keys }, at) =>
      keys.some((key) => counted.forms.has(key)) &&
      unit.words.slice(Math.max(0, at - 3), at).some(({ surface }) => COUNT.test(surface)),
  );
  return isCounted ? 0.12 : 0;
}

const COUNT = /^(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|unlimited)$/;
const DEFINES = /^\W*(?:(?:the|an?)\s)?(.{1,60}?)(?:\s\([^)]{1,40}\))?,?\s(?:is|are|means?|stands? for|refers? to|describes?|denotes?)\s/iu;
const DECIDES = /\b(?:can(?:not)?|may|must|not|never|only|without|allowed|possible|supports?|yes|no)\b|n't\b/i;
const EXPLAINS = /\b(?:because|so that|due to|therefore|since|reason|causes?d?|in order to|when|if)\b/i;

function kindBonus(question: Question, terms: WeightedTerm[], unit: ReadUnit, own: number[], isFirst: boolean): number {
  let bonus = countBonus(question, terms, unit) + wholeBonus(terms, own) + (question.asksSteps ? 0 : lookupBonus(terms, unit));
  if (question.asksDefinition) bonus += definitionBonus(terms, unit, isFirst);
  if (question.asksYesNo && DECIDES.test(unit.text)) bonus += 0.05;
  if (question.asksReason && EXPLAINS.test(unit.text)) bonus += 0.06;
  if (question.asksSteps && (unit.ordered || /^[a-z]+\b(?! (?:is|are|was|can|may|must|has))/.test(unit.text))) bonus += 0.04;
  const early = unit.words.slice(0, 5);
  const isEarly = terms.some(
    ({ forms, importance }, at) =>
      importance >= 1 && (own[at] ?? 0) > 0.7 && early.some(({ keys }) => keys.some((key) => forms.has(key))),
  );
  return bonus + (isEarly ? 0.03 : 0);
}

/** The first cell names what the row is about, as a code or a part looked up. */
function lookupBonus(terms: WeightedTerm[], unit: ReadUnit): number {
  if (unit.kind !== "row") return 0;
  const named = readWords(unit.cells[0]?.value ?? "").filter(({ surface }) => !stopWords.has(surface));
  if (named.length === 0) return 0;
  const isCode = named.length === 1 && terms.some((term) => term.isIdentifier && named[0]?.keys[0] === term.keys[0]);
  if (isCode) return 0.35;
  const asked = named.filter(({ keys }) => terms.some(({ forms }) => keys.some((key) => forms.has(key))));
  return 0.2 * (asked.length / named.length) ** 2;
}

/** Nothing that was asked for is left out. */
function wholeBonus(terms: WeightedTerm[], own: number[]): number {
  return terms.every(({ importance }, at) => importance < 1 || (own[at] ?? 0) >= 0.5) ? 0.05 : 0;
}

function definitionBonus(terms: WeightedTerm[], unit: ReadUnit, isFirst: boolean): number {
  const isTerm = (keys: Set<string>) => terms.every(({ forms, importance }) => importance < 1 || strongest(forms, keys) > 0.7);
  if (unit.kind === "row") return 0;
  const subject = DEFINES.exec(unit.text)?.[1];
  if (subject === undefined || subject.split(/\s+/).length > terms.length + 2) {
    const opening = new Set(unit.words.slice(0, 4).flatMap(({ keys }) => keys));
    return unit.kind === "sentence" && isFirst && isTerm(unit.near) && isTerm(opening) ? 0.15 : 0;
  }
  const words = unit.words.slice(0, subject.split(/\s+/).length + 1);
  return isTerm(new Set(words.flatMap(({ keys }) => keys))) ? 0.25 : 0;
}

/** Very short pieces say little, very long ones bury what they say. */
function lengthLoss(unit: ReadUnit): number {
  if (unit.kind === "code") return 0.1;
  if (unit.text.endsWith(":")) return 0.08;
  if (unit.text.endsWith("?")) return 0.25;
  if (unit.words.length < 4 && unit.kind === "sentence") return 0.1;
  return unit.words.length > 45 ? 0.04 : 0;
}
