import { kindBonus } from "./kind-bonus.ts";
import { holdsQuantity } from "./quantities.ts";
import type { Question } from "./read-question.ts";
import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";

/** A unit with its scores. `cover` holds how far each term is covered, from 0 to 1. */
export type ScoredUnit = IndexedUnit & {
  index: number;
  /** Coverage by the unit's own words. */
  own: number[];
  /** Coverage including its heading, title, lead-in and neighbors. */
  cover: number[];
  /** Names of the question's answer shapes that the unit matches. */
  gives: string[];
  /** The part of the score that comes from the search ranking. */
  trust: number;
  score: number;
};

const NEAR = 0.75;
const FAR = 0.55;
const NEIGHBOR = 0.4;
const PASSAGE = 0.3;
const TRUST = 0.15;
/**
 * Bonus for the first passage: search ranked it against all documents, this module sees only a few sentences.
 */
const RANK = 0.14;
const MAX_PLACES = 20;

export function scoreUnits(
  question: Question,
  terms: WeightedTerm[],
  units: IndexedUnit[],
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
        NEIGHBOR *
          Math.max(...[index - 1, index + 1].map((other) => neighborCover(units, own, index, other, at))),
      ),
    );
    const gives = question.shapes.filter(({ gives }) => gives.test(unit.text)).map(({ name }) => name);
    const ownShare = weigh(terms, own[index] ?? []) / total;
    const coverShare =
      weigh(
        terms,
        cover.map((part) => part ** 0.75),
      ) / total;
    const trust = TRUST * (passageScores[unit.passage] ?? 0) + RANK / (1 + unit.passage);
    const score =
      0.5 * ownShare +
      0.5 * coverShare +
      0.12 * phraseShare(terms, unit) +
      kindBonus(question, terms, unit, cover, units[index - 1]?.heading !== unit.heading) +
      (question.shapes.length > 0 ? (0.25 * gives.length) / question.shapes.length : 0) +
      trust -
      lengthPenalty(unit);
    const lacksMeasure = question.shapes.length > 0 && gives.length === 0;
    return {
      ...unit,
      index,
      own: own[index] ?? [],
      cover,
      gives,
      trust,
      score: lacksMeasure ? 0.85 * score : score,
    };
  });
}

export function weigh(terms: WeightedTerm[], cover: number[]): number {
  return terms.reduce((sum, { weight }, at) => sum + weight * (cover[at] ?? 0), 0);
}

/** Whether the unit starts with the subject of the question, so that its measure belongs to that subject. */
function opensWith(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const opening = new Set(unit.words.slice(0, 4).flatMap(({ keys }) => keys));
  return terms.every(
    (term) => term.isAdjective || term.importance < 1 || strongest(term.forms, opening) > 0.7,
  );
}

/** A row or item depends on the words above it, so these count almost as its own. */
function ownCover(term: WeightedTerm, unit: IndexedUnit, isSubject: boolean): number {
  const above = unit.kind === "sentence" ? 0 : 0.7 * strongest(term.forms, unit.near);
  const byWord = Math.max(
    strongest(term.forms, unit.keys),
    0.95 * strongest(term.forms, unit.headers),
    above,
  );
  if (byWord >= 0.9) return byWord;
  if (term.shape?.gives.test(unit.text)) return Math.max(byWord, term.isAdjective && !isSubject ? 0.4 : 0.8);
  if (term.quantity !== undefined && holdsQuantity(unit.text, term.quantity)) return 0.8;
  return byWord;
}

function bestByPassage(units: IndexedUnit[], own: number[][], at: number): Map<number, number> {
  const best = new Map<number, number>();
  for (const [index, { passage }] of units.entries()) {
    best.set(passage, Math.max(best.get(passage) ?? 0, own[index]?.[at] ?? 0));
  }
  return best;
}

function neighborCover(
  units: IndexedUnit[],
  own: number[][],
  index: number,
  other: number,
  at: number,
): number {
  const [unit, neighbor] = [units[index], units[other]];
  if (!unit || !neighbor || unit.kind !== "sentence") return 0;
  const isSame = unit.passage === neighbor.passage && unit.block === neighbor.block;
  return isSame ? (own[other]?.[at] ?? 0) : 0;
}

/** Share of adjacent terms in the question that are also close together in the unit. */
function phraseShare(terms: WeightedTerm[], unit: IndexedUnit): number {
  if (terms.length < 2) return 0;
  const places = terms.map(({ forms }) =>
    unit.words
      .flatMap(({ keys }, place) => (keys.some((key) => forms.has(key)) ? [place] : []))
      .slice(0, MAX_PLACES),
  );
  let found = 0;
  for (let at = 1; at < places.length; at += 1) {
    const before = places[at - 1] ?? [];
    if (
      (places[at] ?? []).some((place) =>
        before.some((other) => other !== place && Math.abs(place - other) <= 3),
      )
    ) {
      found += 1;
    }
  }
  return found / (terms.length - 1);
}

/** Very short units say little; very long ones hide the answer. */
function lengthPenalty(unit: IndexedUnit): number {
  if (unit.kind === "code") return 0.1;
  if (unit.text.endsWith(":")) return 0.08;
  if (unit.text.endsWith("?")) return 0.25;
  if (unit.words.length < 4 && unit.kind === "sentence") return 0.1;
  return unit.words.length > 45 ? 0.04 : 0;
}
