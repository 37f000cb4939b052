import { kindBonus } from "./kind-bonus.ts";
import { holdsQuantity } from "./quantities.ts";
import type { Question } from "./read-question.ts";
import { type ReadUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";

/** How a unit answers: `cover` holds, for each term, how far it is accounted for, 0 to 1. */
export type ScoredUnit = ReadUnit & {
  index: number;
  /** By the unit's own words. */
  own: number[];
  /** With its heading, title, lead-in and neighbours. */
  cover: number[];
  /** Shapes of the question that the unit gives. */
  gives: string[];
  /** What the search's own order adds to the score. */
  trust: number;
  score: number;
};

const NEAR = 0.75;
const FAR = 0.55;
const NEIGHBOUR = 0.4;
const PASSAGE = 0.3;
const TRUST = 0.15;
/** What the first passage gains over the others: the search read all of the knowledge, the sentences here are few. */
const RANK = 0.14;
const MOST_PLACES = 20;

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
        NEIGHBOUR *
          Math.max(...[index - 1, index + 1].map((other) => neighbourCover(units, own, index, other, at))),
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
      lengthLoss(unit);
    const isBeside = question.shapes.length > 0 && gives.length === 0;
    return {
      ...unit,
      index,
      own: own[index] ?? [],
      cover,
      gives,
      trust,
      score: isBeside ? 0.85 * score : score,
    };
  });
}

export function weigh(terms: WeightedTerm[], cover: number[]): number {
  return terms.reduce((sum, { weight }, at) => sum + weight * (cover[at] ?? 0), 0);
}

/** Whether the unit begins with what is asked about, so that a measure in it is a measure of that. */
function opensWith(terms: WeightedTerm[], unit: ReadUnit): boolean {
  const opening = new Set(unit.words.slice(0, 4).flatMap(({ keys }) => keys));
  return terms.every(
    (term) => term.isAdjective || term.importance < 1 || strongest(term.forms, opening) > 0.7,
  );
}

/** A row or an item means little without the words above it, so these count nearly as its own. */
function ownCover(term: WeightedTerm, unit: ReadUnit, isSubject: boolean): number {
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

function bestByPassage(units: ReadUnit[], own: number[][], at: number): Map<number, number> {
  const best = new Map<number, number>();
  for (const [index, { passage }] of units.entries()) {
    best.set(passage, Math.max(best.get(passage) ?? 0, own[index]?.[at] ?? 0));
  }
  return best;
}

function neighbourCover(
  units: ReadUnit[],
  own: number[][],
  index: number,
  other: number,
  at: number,
): number {
  const [unit, neighbour] = [units[index], units[other]];
  if (!unit || !neighbour || unit.kind !== "sentence") return 0;
  const isSame = unit.passage === neighbour.passage && unit.block === neighbour.block;
  return isSame ? (own[other]?.[at] ?? 0) : 0;
}

/** Share of neighbouring pairs of the question that stand close together in the unit. */
function phraseShare(terms: WeightedTerm[], unit: ReadUnit): number {
  if (terms.length < 2) return 0;
  const places = terms.map(({ forms }) =>
    unit.words
      .flatMap(({ keys }, place) => (keys.some((key) => forms.has(key)) ? [place] : []))
      .slice(0, MOST_PLACES),
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

/** Very short pieces say little, very long ones bury what they say. */
function lengthLoss(unit: ReadUnit): number {
  if (unit.kind === "code") return 0.1;
  if (unit.text.endsWith(":")) return 0.08;
  if (unit.text.endsWith("?")) return 0.25;
  if (unit.words.length < 4 && unit.kind === "sentence") return 0.1;
  return unit.words.length > 45 ? 0.04 : 0;
}
