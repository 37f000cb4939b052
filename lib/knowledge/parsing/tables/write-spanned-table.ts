import { countHeadRows, headCells, type SpannedCell, spreadCells } from "./merged-cells.ts";
import { writeTable } from "./write-table.ts";

/** Writes a table with merged cells: their text is in each row and column, and several head rows are one. */
export function writeSpannedTable(rows: SpannedCell<string>[][]): string {
  const grid = spreadCells(rows);
  const heads = countHeadRows(grid, 1, (text) => text);
  const head = headCells(grid, heads, (text) => text).map((names) => names.join(" "));
  return writeTable([head, ...grid.slice(heads).map((row) => row.map((cell) => cell?.value ?? ""))]);
}
