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
  const firstColumn = columns.indexOf(left);
  const cell = lines.get(top)?.[firstColumn];
  if (!cell) return;
  const covered = rows.filter((row) => row >= top && row <= bottom);
  const width = columns.filter((column) => column >= left && column <= right).length;
  cell.rowSpan = covered.length;
  cell.colSpan = width;
  const isWholeRow = width === columns.length && width > 1;
  for (const row of covered) {
    const line = lines.get(row);
    for (let at = firstColumn; line && at < firstColumn + (isWholeRow ? 1 : width); at += 1) line[at] = cell;
  }
}
