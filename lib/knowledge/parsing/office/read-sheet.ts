import { formatCell, type RawCell } from "./format-cell.ts";
import { richText } from "./read-shared-strings.ts";
import type { Workbook } from "./read-workbook.ts";
import { scanXml } from "./scan-xml.ts";

export type SheetCell = { row: number; column: number; text: string };
/** From and to, both included; rows and columns are counted from 0. */
export type Range = { top: number; left: number; bottom: number; right: number };
export type Sheet = {
  cells: SheetCell[];
  merges: Range[];
  hiddenRows: Set<number>;
  hiddenColumns: Set<number>;
  /** Texts that their format does not display. */
  unshown: string[];
  /** Cells with a formula whose result is not stored. */
  uncalculated: number;
};

const MAX_COLUMNS = 16_384;

/** Reads the cells of a sheet as displayed. */
export function readSheet(xml: string, { strings, is1904, formatOf }: Workbook, damaged: string): Sheet {
  const sheet: Sheet = {
    cells: [],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
    unshown: [],
    uncalculated: 0,
  };
  let [row, column] = [-1, -1];
  let cell: RawCell = { type: "n", value: "", format: formatOf("") };
  let [isValue, isFormula] = [false, false];
  const inline = richText();
  scanXml(xml, damaged, {
    open(name, attributes) {
      if (name === "row") {
        row = attributes.r ? Number(attributes.r) - 1 : row + 1;
        column = -1;
        if (isTrue(attributes.hidden)) sheet.hiddenRows.add(row);
      } else if (name === "c") {
        column = attributes.r ? columnOf(attributes.r) : column + 1;
        cell = { type: attributes.t ?? "n", value: "", format: formatOf(attributes.s ?? "") };
        isFormula = false;
        inline.clear();
      } else if (name === "v") isValue = true;
      else if (name === "f") isFormula = true;
      else if (name === "col" && isTrue(attributes.hidden)) hideColumns(sheet, attributes);
      else if (name === "mergeCell") sheet.merges.push(...readRange(attributes.ref ?? ""));
      else inline.open(name, attributes);
    },
    text(text) {
      if (isValue) cell.value += text;
      else inline.add(text);
    },
    close(name) {
      if (name === "v") isValue = false;
      else if (name === "c") {
        const text = textOf(cell, inline.read(), strings, is1904);
        if (text !== "") sheet.cells.push({ row, column, text });
        else if (isFormula && cell.value === "" && cell.type !== "str") sheet.uncalculated += 1;
        else if (cell.value.trim() !== "" && Number(cell.value) !== 0)
          sheet.unshown.push(shownAs(cell, strings));
      } else inline.close(name);
    },
  });
  return sheet;
}

function textOf(cell: RawCell, inline: string, strings: string[], is1904: boolean): string {
  if (cell.type === "inlineStr") return formatCell({ ...cell, value: inline }, is1904).trim();
  if (cell.type === "s")
    return formatCell({ ...cell, value: strings[Number(cell.value)] ?? "" }, is1904).trim();
  return cell.value === "" ? "" : formatCell(cell, is1904).trim();
}

const shownAs = (cell: RawCell, strings: string[]) =>
  cell.type === "s" ? (strings[Number(cell.value)] ?? "") : cell.value;

const isTrue = (value: string | undefined) => value === "1" || value === "true";

function hideColumns(sheet: Sheet, { min = "0", max = "0" }: Record<string, string>): void {
  for (let at = Number(min); at <= Math.min(Number(max), MAX_COLUMNS); at += 1)
    sheet.hiddenColumns.add(at - 1);
}

function readRange(reference: string): Range[] {
  const [, from, to] = /^\$?([A-Z]{1,3}\$?\d{1,7}):\$?([A-Z]{1,3}\$?\d{1,7})$/.exec(reference) ?? [];
  if (!from || !to) return [];
  const rowOf = (cell: string) => Number(/\d+/.exec(cell)?.[0]) - 1;
  return [{ top: rowOf(from), left: columnOf(from), bottom: rowOf(to), right: columnOf(to) }];
}

function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "";
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
