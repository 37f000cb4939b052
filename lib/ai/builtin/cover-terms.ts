import { holdsQuantity } from "./quantities.ts";
import { type IndexedUnit, strongest, type WeightedTerm } from "./weigh-terms.ts";

/** How far each term is covered, from 0 to 1: by the unit's own words, and with those around it. */
export type Cover = { own: number[]; cover: number[] };

/** How much a word counts that is not in the unit itself, by where it is. */
const NEAR = 0.85;
const FAR = 0.55;
const NEIGHBOR = 0.4;
const PASSAGE = 0.4;

export function coverTerms(terms: WeightedTerm[], units: IndexedUnit[]): Cover[] {
  const own = units.map((unit) => {
    const isSubject = opensWith(terms, unit);
    return terms.map((term) => ownCover(term, unit, isSubject));
  });
  const inPassage = terms.map((_, at) => bestByPassage(units, own, at));
  return units.map((unit, index) => {
    const neighbors = [index - 1, index + 1].filter((other) => isNeighbor(unit, units[other]));
    const cover = terms.map((term, at) =>
      Math.max(
        own[index]?.[at] ?? 0,
        NEAR * strongest(term.forms, unit.near),
        PASSAGE * (inPassage[at]?.get(unit.passage) ?? 0),
        FAR * strongest(term.forms, unit.far),
        ...neighbors.map((other) => NEIGHBOR * (own[other]?.[at] ?? 0)),
      ),
    );
    return { own: own[index] ?? [], cover };
  });
}

/** Whether the unit starts with the subject of the question, so that its measure belongs to that subject. */
function opensWith(terms: WeightedTerm[], unit: IndexedUnit): boolean {
  const opening = new Set(unit.words.slice(0, 4).flatMap(({ keys }) => keys));
  return terms.every(
    (term) => term.isAdjective || term.importance < 1 || strongest(term.forms, opening) > 0.7,
  );
}

/** A row, list or item depends on the words above it, so these count almost as its own. */
function ownCover(term: WeightedTerm, unit: IndexedUnit, isSubject: boolean): number {
  const above = aboveShare(unit) * strongest(term.forms, unit.near);
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

function aboveShare({ kind, term }: IndexedUnit): number {
  if (term !== "") return 0.9;
  return kind === "sentence" ? 0 : 0.7;
}

function bestByPassage(units: IndexedUnit[], own: number[][], at: number): Map<number, number> {
  const best = new Map<number, number>();
  for (const [index, { passage }] of units.entries()) {
    best.set(passage, Math.max(best.get(passage) ?? 0, own[index]?.[at] ?? 0));
  }
  return best;
}

function isNeighbor(unit: IndexedUnit, other: IndexedUnit | undefined): boolean {
  return unit.kind === "sentence" && other?.passage === unit.passage && other.block === unit.block;
}
