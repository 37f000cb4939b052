/** A cell as a table lists it, with the columns and rows it covers. */
export type SpannedCell<Value> = { value: Value; colSpan: number; rowSpan: number };
/** By row and column; null where there is no cell. A merged cell is in every place that it covers. */
export type Grid<Value> = (SpannedCell<Value> | null)[][];

const MAX_COLUMN_SPAN = 50;
const MAX_ROW_SPAN = 2_000;
const MAX_HEAD_ROWS = 4;
/** Merged cells may multiply a table by this much; beyond it, they fill one place only. */
const MAX_GROWTH = 8;
const MIN_PLACES = 1_000;

/** Puts merged cells into every place they cover. Rows may be short. A cell that covers a whole row
 * stays in the first column. */
export function spreadCells<Value>(rows: SpannedCell<Value>[][]): Grid<Value> {
  const grid: Grid<Value> = rows.map(() => []);
  let left = MAX_GROWTH * rows.reduce((sum, row) => sum + row.length, 0) + MIN_PLACES;
  rows.forEach((row, top) => {
    let column = 0;
    for (const cell of row) {
      const line = grid[top] as Grid<Value>[number];
      while (line[column]) column += 1;
      const height = Math.max(Math.min(cell.rowSpan, MAX_ROW_SPAN, rows.length - top), 1);
      const width = Math.max(Math.min(cell.colSpan, MAX_COLUMN_SPAN), 1);
      const isTooMuch = height * width > left;
      left -= isTooMuch ? 1 : height * width;
      for (let r = top; r < top + (isTooMuch ? 1 : height); r += 1)
        for (let c = column; c < column + (isTooMuch ? 1 : width); c += 1)
          (grid[r] as Grid<Value>[number])[c] ??= cell;
      column += isTooMuch ? 1 : width;
    }
  });
  const width = grid.reduce((widest, row) => Math.max(widest, row.length), 0);
  return grid.map((row) => {
    const places = Array.from(row, (cell) => cell ?? null);
    return isWholeRow(places, width) ? [places[0] ?? null] : places;
  });
}

const isWholeRow = (places: Grid<unknown>[number], width: number) =>
  width > 1 && places.length === width && places[0] !== null && places.every((cell) => cell === places[0]);

/**
 * Returns the number of rows that name the columns. `marked`: how many the file marks as such, at least. A
 * cell over some of the columns has their own names below it.
 */
export function countHeadRows<Value>(
  grid: Grid<Value>,
  marked: number,
  textOf: (value: Value) => string,
): number {
  const [first = [], second = []] = grid;
  const most = Math.min(grid.length - 1, MAX_HEAD_ROWS);
  const cells = first.filter((cell) => cell !== null);
  const groups = cells.filter((cell, at) => at > 0 && cell === cells[at - 1]);
  const isGrouped = groups.length > 0;
  const deepest = Math.max(...cells.map(({ rowSpan }) => rowSpan), 1);
  const shallowest = Math.min(...cells.map(({ rowSpan }) => rowSpan));
  if (isGrouped && deepest > 1) return Math.min(Math.max(marked, deepest), most);
  if (cells.length > 0 && shallowest > 1) return Math.min(Math.max(marked, shallowest), most);
  const names = second
    .filter((_, at) => first[at] && groups.includes(first[at]))
    .map((cell) => cell && textOf(cell.value));
  const isNamed = isGrouped && names.length > 0 && names.every((name) => name && isColumnName(name));
  return Math.max(Math.min(Math.max(marked, isNamed ? 2 : 1), most), 1);
}

/** Data under a head has numbers, except for years. */
const isColumnName = (text: string) =>
  !/\d/.test(text.replace(/\b(?:19|20)\d\d\b/g, "")) && text.trim() !== "";

/** For each column, the different head cells above it, from the top. */
export function headCells<Value>(
  grid: Grid<Value>,
  rows: number,
  textOf: (value: Value) => string,
): Value[][] {
  const width = Math.max(...grid.slice(0, rows).map((row) => row.length), 0);
  return Array.from({ length: width }, (_, column) => {
    const seen = new Set<string>();
    return grid.slice(0, rows).flatMap((row) => {
      const cell = row[column];
      const text = cell ? textOf(cell.value).trim() : "";
      if (!cell || text === "" || seen.has(text)) return [];
      seen.add(text);
      return [cell.value];
    });
  });
}
