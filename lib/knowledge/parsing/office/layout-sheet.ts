import { assertTableSize } from "../tables/assert-table-size.ts";
import type { Grid, SpannedCell } from "../tables/merged-cells.ts";
import type { Range, SheetCell } from "./read-sheet.ts";

/** Rows and columns that hold anything, by their number in the sheet, and what is in their places. */
export type SheetLayout = { rows: number[]; columns: number[]; grid: Grid<string> };

/**
 * Arranges cells in the rows and columns that hold any. A merged cell is in each place it covers, but one
 * that covers a whole row only in the first.
 */
export function layoutSheet(cells: SheetCell[], merges: Range[]): SheetLayout {
  const columns = [...new Set(cells.map(({ column }) => column))].sort((a, b) => a - b);
  const columnAt = new Map(columns.map((column, at) => [column, at]));
  const byRow = Map.groupBy(cells, ({ row }) => row);
  const rows = [...byRow.keys()].sort((a, b) => a - b);
  assertTableSize(rows.length, columns.length);
  const lines = new Map(
    rows.map((row) => [row, new Array<SpannedCell<string> | null>(columns.length).fill(null)]),
  );
  for (const { row, column, text } of cells) {
    const line = lines.get(row);
    if (line) line[columnAt.get(column) ?? 0] = { value: text, colSpan: 1, rowSpan: 1 };
  }
  for (const merge of merges) spread(merge, rows, columns, lines);
  return { rows, columns, grid: rows.map((row) => lines.get(row) ?? []) };
}

function spread(
  { top, left, bottom, right }: Range,
  rows: number[],
  columns: number[],
  lines: Map<number, Grid<string>[number]>,
): void {
  const firstColumn = positionOf(columns, left);
  const cell = columns[firstColumn] === left ? lines.get(top)?.[firstColumn] : null;
  if (!cell) return;
  const covered = rows.slice(positionOf(rows, top), positionOf(rows, bottom + 1));
  const width = positionOf(columns, right + 1) - firstColumn;
  cell.rowSpan = covered.length;
  cell.colSpan = width;
  const isWholeRow = width === columns.length && width > 1;
  for (const row of covered) {
    const line = lines.get(row);
    for (let at = firstColumn; line && at < firstColumn + (isWholeRow ? 1 : width); at += 1) line[at] = cell;
  }
}

/** Where a number stands in a sorted list, or would stand. */
function positionOf(sorted: number[], number: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as number) < number) from = middle + 1;
    else to = middle;
  }
  return from;
}
