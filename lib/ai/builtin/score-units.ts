import { decides, instructs } from "./answer-kinds.ts";
import { coverTerms } from "./cover-terms.ts";
import { headingFit } from "./heading-fit.ts";
import { definitionBonus, kindBonus } from "./kind-bonus.ts";
import { readTableOffers, type TableOffer } from "./measure-tables.ts";
import type { Question } from "./read-question.ts";
import { switchFit } from "./switching.ts";
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
  headingFit: number;
  /** Its heading announces what was asked for. */
  announces: boolean;
  /** It says what the thing asked for is. */
  defines: boolean;
  /** A row of a table whose heading announces the measure asked for. */
  isMeasured: boolean;
  score: number;
};

const WEIGHTS = {
  own: 0.5,
  cover: 0.5,
  heading: 0.3,
  announced: 0.25,
  hinted: 0.2,
  measureTable: 0.2,
  comparedRow: 0.05,
  aside: 0.3,
  title: 0.2,
  phrase: 0.12,
  measure: 0.25,
  search: 0.15,
  first: 0.14,
};
/** Factor for a unit of another kind than the question asks for. */
const UNFIT = 0.85;
/** Factor for a unit that holds words of the earlier question only. */
const BESIDE = 0.75;
/** Factor for a unit about switching off, where on was asked for. */
const OPPOSITE = 0.5;
const MAX_PLACES = 20;
const MAX_COMPARED_ROWS = 8;

/** Scores each unit by the words it covers, its heading, its kind and the rank of its passage. */
export function scoreUnits(
  question: Question,
  terms: WeightedTerm[],
  units: IndexedUnit[],
  passageScores: number[],
): ScoredUnit[] {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const covers = coverTerms(terms, units);
  const offers = readTableOffers(question, units);
  return units.map((unit, index) => {
    const { own, cover } = covers[index] ?? { own: [], cover: [] };
    const gives = question.shapes.filter((shape) => shape.gives.test(unit.text)).map(({ name }) => name);
    const { fit, announces, hints, isAside } = headingFit(question, terms, unit);
    const title = terms.map(({ forms }) => strongest(forms, unit.far));
    const isFirst = units[index - 1]?.heading !== unit.heading || units[index - 1]?.passage !== unit.passage;
    const softened = cover.map((part) => part ** 0.75);
    const score =
      (WEIGHTS.own * weigh(terms, own)) / total +
      (WEIGHTS.cover * weigh(terms, softened)) / total +
      WEIGHTS.heading * fit +
      (announces ? WEIGHTS.announced : hints && gives.length > 0 ? WEIGHTS.hinted / (1 + unit.passage) : 0) -
      (isAside ? WEIGHTS.aside : 0) +
      (WEIGHTS.title * weigh(terms, title)) / total +
      WEIGHTS.phrase * phraseShare(terms, unit) +
      (WEIGHTS.measure * gives.length) / (question.shapes.length || 1) +
      tableBonus(question, offers[index], gives, announces || hints) +
      WEIGHTS.search * (passageScores[unit.passage] ?? 0) +
      WEIGHTS.first / (1 + unit.passage) +
      kindBonus(question, terms, unit, cover, isFirst, fit) -
      lengthPenalty(unit);
    const isUnfit =
      (question.shapes.length > 0 && gives.length === 0) ||
      (question.asksSteps && !instructs(terms, unit)) ||
      (question.asksYesNo && !decides(terms, unit));
    const isOpposite = question.switches !== undefined && switchFit(question.switches, unit) === "not";
    const isBeside = question.leadingTerms > 0 && lacksLeading(question, terms, cover);
    return {
      ...unit,
      index,
      own,
      cover,
      gives,
      headingFit: fit,
      announces,
      isMeasured: tableBonus(question, offers[index], gives, announces || hints) > 0 && gives.length > 0,
      defines: question.asksDefinition && definitionBonus(terms, unit, isFirst) > 0,
      score: (isUnfit ? UNFIT : 1) * (isBeside ? BESIDE : 1) * (isOpposite ? OPPOSITE : 1) * score,
    };
  });
}

/** A table of the measure asked for is a better answer than the sentence that introduces it. */
function tableBonus(
  question: Question,
  table: TableOffer | undefined,
  gives: string[],
  isAnnounced: boolean,
): number {
  if (!table) return 0;
  if (question.asksComparison) return WEIGHTS.comparedRow * Math.min(MAX_COMPARED_ROWS, table.rows);
  return table.givesMeasure && isAnnounced && gives.length > 0 ? WEIGHTS.measureTable : 0;
}

function lacksLeading({ leadingTerms }: Question, terms: WeightedTerm[], cover: number[]): boolean {
  return terms
    .slice(0, leadingTerms)
    .some(({ importance, forms }, at) => importance >= 1 && forms.size > 0 && (cover[at] ?? 0) < 0.5);
}

export function weigh(terms: WeightedTerm[], cover: number[]): number {
  return terms.reduce((sum, { weight }, at) => sum + weight * (cover[at] ?? 0), 0);
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
    const isClose = (place: number) =>
      before.some((other) => other !== place && Math.abs(place - other) <= 3);
    if ((places[at] ?? []).some(isClose)) found += 1;
  }
  return found / (terms.length - 1);
}

/** Very short units say little; very long ones hide the answer. */
function lengthPenalty(unit: IndexedUnit): number {
  if (unit.kind === "list" || unit.kind === "code") return 0;
  if (unit.text.endsWith(":")) return 0.2;
  if (unit.text.endsWith("?")) return 0.25;
  if (unit.words.length < 4 && unit.kind === "sentence") return 0.1;
  return unit.words.length > 45 ? 0.04 : 0;
}
