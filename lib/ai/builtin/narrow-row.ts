import type { Question } from "./read-question.ts";
import { printCells, type Unit } from "./read-units.ts";
import { strongest, type WeightedTerm } from "./weigh-terms.ts";
import { readWords } from "./words.ts";

/** Related words are too weak a reason to choose a column. */
const MIN_STRENGTH = 0.9;

/**
 * Reduces a wide row to its first cell and the requested columns, such as one model's weight out of three.
 */
export function narrowRow<U extends Unit>({ shapes }: Question, terms: WeightedTerm[], unit: U): U {
  const [first, ...others] = unit.cells;
  if (unit.kind !== "row" || !first || others.length < 3) return unit;
  const named = terms.filter(
    ({ importance, quantity, shape }) => (importance >= 1 || quantity !== undefined) && !shape,
  );
  const headers = others.map(({ header }) => keysOf(header));
  const distinguishing = named.filter(({ forms }) => {
    const holding = headers.filter((keys) => strongest(forms, keys) >= MIN_STRENGTH).length;
    return holding > 0 && holding < headers.length;
  });
  if (distinguishing.length === 0) return unit;
  const kept = others.filter(
    ({ value }, column) =>
      distinguishing.some(({ forms }) => strongest(forms, headers[column] ?? new Set()) >= MIN_STRENGTH) ||
      named.some(({ forms }) => strongest(forms, keysOf(value)) >= MIN_STRENGTH),
  );
  if (shapes.some(({ gives }) => gives.test(unit.text) && !gives.test(printCells(kept)))) return unit;
  return { ...unit, cells: [first, ...kept], text: printCells([first, ...kept]) };
}

function keysOf(text: string): Set<string> {
  return new Set(readWords(text).flatMap(({ keys }) => keys));
}
