import type { Question } from "./read-question.ts";
import { printCells, type Unit } from "./read-units.ts";
import { strongest, type WeightedTerm } from "./weigh-terms.ts";
import { readWords } from "./words.ts";

/** Words merely related do not choose a column. */
const SAME = 0.9;

/** A wide row cut to its first cell and the columns asked for: of three models' weights, the one in question. */
export function narrowRow<U extends Unit>({ shapes }: Question, terms: WeightedTerm[], unit: U): U {
  const [first, ...others] = unit.cells;
  if (unit.kind !== "row" || !first || others.length < 3) return unit;
  const named = terms.filter(
    ({ importance, quantity, shape }) => (importance >= 1 || quantity !== undefined) && !shape,
  );
  const headers = others.map(({ header }) => keysOf(header));
  const telling = named.filter(({ forms }) => {
    const holding = headers.filter((keys) => strongest(forms, keys) >= SAME).length;
    return holding > 0 && holding < headers.length;
  });
  if (telling.length === 0) return unit;
  const kept = others.filter(
    ({ value }, column) =>
      telling.some(({ forms }) => strongest(forms, headers[column] ?? new Set()) >= SAME) ||
      named.some(({ forms }) => strongest(forms, keysOf(value)) >= SAME),
  );
  if (shapes.some(({ gives }) => gives.test(unit.text) && !gives.test(printCells(kept)))) return unit;
  return { ...unit, cells: [first, ...kept], text: printCells([first, ...kept]) };
}

function keysOf(text: string): Set<string> {
  return new Set(readWords(text).flatMap(({ keys }) => keys));
}
