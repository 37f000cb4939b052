import type { Question } from "./read-question.ts";
import type { IndexedUnit } from "./weigh-terms.ts";

/** What a table offers a question: its number of rows, and whether most give the measure asked for. */
export type TableOffer = { rows: number; givesMeasure: boolean };

const NO_TABLE: TableOffer = { rows: 0, givesMeasure: false };

/** Returns for each unit what its table offers. */
export function readTableOffers({ shapes }: Question, units: IndexedUnit[]): TableOffer[] {
  const strict = shapes.filter(({ isLoose }) => !isLoose);
  const tables = new Map<string, { rows: number; giving: number }>();
  const keyOf = ({ passage, block }: IndexedUnit) => `${passage}:${block}`;
  for (const unit of units) {
    if (unit.kind !== "row") continue;
    const table = tables.get(keyOf(unit)) ?? { rows: 0, giving: 0 };
    table.rows += 1;
    if (strict.some(({ gives }) => gives.test(unit.text))) table.giving += 1;
    tables.set(keyOf(unit), table);
  }
  return units.map((unit) => {
    const table = unit.kind === "row" ? tables.get(keyOf(unit)) : undefined;
    return table ? { rows: table.rows, givesMeasure: 2 * table.giving > table.rows } : NO_TABLE;
  });
}
