import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenText, hiddenText } from "../hidden-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { countHeadRows, type Grid, headCells } from "../tables/merged-cells.ts";
import { escapeLine, escapeMarkdown, writeTable } from "../tables/write-table.ts";
import { type UnreadPart, unreadPart } from "../unread-part.ts";
import { layoutSheet } from "./layout-sheet.ts";
import type { Zip } from "./open-zip.ts";
import { readCellNotes } from "./read-cell-notes.ts";
import { readSheet, type Sheet } from "./read-sheet.ts";
import { readSheetDrawings } from "./read-sheet-drawings.ts";
import { readWorkbook } from "./read-workbook.ts";

const DAMAGED = "This workbook is damaged and can't be opened. Save it again and re-upload it.";

/**
 * Converts a workbook to Markdown: one section with a table per sheet, without hidden parts. Cells are
 * written as displayed, merged cells in each row and column they cover.
 */
export async function readXlsx(
  zip: Zip,
): Promise<{ content: string; hidden: HiddenText[]; unread: UnreadPart[] }> {
  const workbook = await readWorkbook(zip, DAMAGED);
  const hidden = await readCellNotes(zip);
  const unread: UnreadPart[] = [];
  const sections: string[] = [];
  for (const { name, path, isHidden } of workbook.sheets) {
    const sheet = readSheet((await zip.readText(path)) ?? "", workbook, DAMAGED);
    const unseen = isHidden ? sheet.cells : sheet.cells.filter((cell) => isInHiddenPart(cell, sheet));
    if (unseen.length > 0)
      hidden.push(...hiddenText("part", `${name}: ${unseen.map(({ text }) => text).join(" ")}`));
    hidden.push(...sheet.unshown.flatMap((text) => hiddenText("invisible", text)));
    const grid = isHidden ? [] : visibleGrid(sheet);
    unread.push(...unreadPart("formula", sheet.uncalculated, [name]));
    const drawings = isHidden ? { blocks: [], unread: [] } : await readSheetDrawings(zip, path, DAMAGED);
    unread.push(...drawings.unread);
    const blocks = [...(grid.length > 0 ? [writeSheet(grid)] : []), ...drawings.blocks];
    if (blocks.length > 0) sections.push([`## ${escapeMarkdown(name)}`, ...blocks].join("\n\n"));
  }
  const content = sections.join("\n\n");
  return {
    content: normalizeText(content),
    hidden: [...hidden, ...findInvisibleCharacters(content)],
    unread,
  };
}

const isInHiddenPart = ({ row, column }: { row: number; column: number }, sheet: Sheet) =>
  sheet.hiddenRows.has(row) || sheet.hiddenColumns.has(column);

function visibleGrid(sheet: Sheet): Grid<string> {
  const { rows, columns, grid } = layoutSheet(sheet.cells, sheet.merges);
  return grid
    .filter((_, at) => !sheet.hiddenRows.has(rows[at] as number))
    .map((row) => row.filter((_, at) => !sheet.hiddenColumns.has(columns[at] as number)))
    .filter((row) => row.some((cell) => cell !== null));
}

/** Single cells above a table are written as text above it, so that the table keeps its own head. */
function writeSheet(grid: Grid<string>): string {
  const start = Math.max(
    grid.findIndex((row) => new Set(row.filter((cell) => cell !== null)).size > 1),
    0,
  );
  const above = grid
    .slice(0, start)
    .map((row) => escapeLine(oneLine(row.find((cell) => cell !== null)?.value)));
  const table = withoutEmptyColumns(grid.slice(start));
  const heads = countHeadRows(table, 1, (text) => text);
  const head = headCells(table, heads, (text) => text).map((names) => names.join(" "));
  const body = table.slice(heads).map((row) => row.map((cell) => cell?.value ?? ""));
  return [...above, writeTable([head, ...body])].join("\n\n");
}

const oneLine = (text = "") => text.replace(/\s+/g, " ");

function withoutEmptyColumns(grid: Grid<string>): Grid<string> {
  const isFilled = (grid[0] ?? []).map((_, at) => grid.some((row) => row[at] !== null));
  return grid.map((row) => row.filter((_, at) => isFilled[at]));
}
