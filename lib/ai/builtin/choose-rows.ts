import type { Question } from "./read-question.ts";
import type { ScoredUnit } from "./score-units.ts";
import { strongest, type WeightedTerm } from "./weigh-terms.ts";
import { readWords } from "./words.ts";

/** The rows to show of a table, each reduced to the columns to show. */
export type Rows = { header: string; value: string }[][];

const MAX_ROWS = 8;
const MAX_COMPARED_ROWS = 12;
/** Rows that score this close to the best are as good an answer. */
const TIE = 0.03;
/** Related words are too weak a reason to choose a column. */
const MIN_STRENGTH = 0.9;
const MIN_NARROWED = 3;
const MIN_FURTHER = 0.7;

/** Chooses what to show of a table: the rows asked for, and of wide rows the columns asked for. */
export function chooseRows(
  question: Question,
  terms: WeightedTerm[],
  table: ScoredUnit[],
  best: ScoredUnit,
): Rows {
  const columns = askedColumns(terms, best);
  if (question.asksComparison && columns.length > 1)
    return table.slice(0, MAX_COMPARED_ROWS).map(({ cells }) => keepColumns(cells, columns));
  const affirmed = affirmedRows(question, terms, table);
  const chosen = affirmed ?? table.filter(({ score }) => score >= best.score - TIE);
  const from = Math.max(0, Math.min(chosen.indexOf(best), chosen.length - MAX_ROWS));
  const rows = withFurther(terms, table, chosen.slice(from, from + MAX_ROWS), best);
  const holdsMeasure = (cells: ScoredUnit["cells"]) =>
    question.shapes.every(({ gives }) => cells.some(({ value }) => gives.test(value)));
  const narrowed = rows.map(({ cells }) =>
    cells.length > MIN_NARROWED ? keepColumns(cells, columns) : cells,
  );
  const isKept = rows.every(({ cells }, at) => !holdsMeasure(cells) || holdsMeasure(narrowed[at] ?? []));
  return isKept ? narrowed : rows.map(({ cells }) => cells);
}

/** Adds the rows of what is asked for as well: "to Germany, and to France". */
function withFurther(
  terms: WeightedTerm[],
  table: ScoredUnit[],
  rows: ScoredUnit[],
  best: ScoredUnit,
): ScoredUnit[] {
  const isHeld = (at: number, units: ScoredUnit[]) => units.some(({ own }) => (own[at] ?? 0) >= MIN_STRENGTH);
  const further = table.filter(
    (row) =>
      row.score >= MIN_FURTHER * best.score &&
      terms.some(({ importance }, at) => importance >= 1 && isHeld(at, [row]) && !isHeld(at, rows)),
  );
  return table.filter((row) => rows.includes(row) || further.includes(row)).slice(0, MAX_ROWS);
}

/** Headers of the columns that the question names, apart from the first. None: all columns are shown. */
function askedColumns(terms: WeightedTerm[], row: ScoredUnit): string[] {
  const others = row.cells.slice(1);
  const headers = others.map(({ header }) => keysOf(header));
  const named = terms.filter(
    ({ importance, quantity, shape }) => (importance >= 1 || quantity !== undefined) && !shape,
  );
  const distinguishing = named.filter(({ forms }) => {
    const holding = headers.filter((keys) => strongest(forms, keys) >= MIN_STRENGTH).length;
    return holding > 0 && holding < headers.length;
  });
  if (distinguishing.length === 0) return [];
  return others
    .filter(
      ({ value }, column) =>
        distinguishing.some(({ forms }) => strongest(forms, headers[column] ?? new Set()) >= MIN_STRENGTH) ||
        named.some(({ forms }) => strongest(forms, keysOf(value)) >= MIN_STRENGTH),
    )
    .map(({ header }) => header);
}

function keepColumns(cells: ScoredUnit["cells"], columns: string[]): ScoredUnit["cells"] {
  return columns.length === 0
    ? cells
    : cells.filter(({ header }, at) => at === 0 || columns.includes(header));
}

const YES = /^(?:yes|y|true|✓|✔|x)$/i;
const YES_OR_NO = /^(?:yes|no|y|n|true|false|✓|✔|✗|✘|x|-|–|—)$/i;

/** For "which lamps are in stock": the rows that say yes in the column asked for. */
function affirmedRows(question: Question, terms: WeightedTerm[], table: ScoredUnit[]): ScoredUnit[] | null {
  if (!question.asksList && !question.asksYesNo) return null;
  const headers = [...new Set(table.flatMap(({ cells }) => cells.map(({ header }) => header)))];
  const valueIn = ({ cells }: ScoredUnit, header: string) =>
    cells.find((cell) => cell.header === header)?.value ?? "no";
  const asked = headers.find(
    (header) =>
      terms.some(({ forms }) => strongest(forms, keysOf(header)) >= MIN_STRENGTH) &&
      table.every((row) => YES_OR_NO.test(valueIn(row, header))),
  );
  if (asked === undefined || /\b(?:not|no|n't|without)\b/.test(question.text)) return null;
  const isNamed = table.some(({ cells }) =>
    terms.some(
      ({ forms, importance }) =>
        importance >= 1 && strongest(forms, keysOf(cells[0]?.value ?? "")) >= MIN_STRENGTH,
    ),
  );
  return isNamed ? null : table.filter((row) => YES.test(valueIn(row, asked)));
}

function keysOf(text: string): Set<string> {
  return new Set(readWords(text).flatMap(({ keys }) => keys));
}
