import readSheets from "read-excel-file/node";
import { ParleyError } from "#lib/core/errors.ts";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenText, hiddenText } from "../hidden-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { assertTableSize } from "../tables/parse-csv.ts";
import { escapeLine, writeTable } from "../tables/write-table.ts";
import { findHiddenParts, type HiddenParts, readCellNotes } from "./find-hidden-in-xlsx.ts";
import { cellKey, findNumberFormats, type NumberFormat } from "./find-number-formats.ts";
import type { Zip } from "./open-zip.ts";

type Cell = string | number | boolean | Date | null;
const DAMAGED = "This workbook is damaged and cannot be opened. Save it again and re-upload it.";

/**
 * Converts a workbook to Markdown: one section with a table per sheet, without hidden parts. Numbers are
 * written as stored; percentages, times and days as displayed.
 */
export async function readXlsx(
  bytes: Uint8Array,
  zip: Zip,
): Promise<{ content: string; hidden: HiddenText[] }> {
  const parts = await findHiddenParts(zip, DAMAGED);
  const formats = await findNumberFormats(zip, DAMAGED);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sheets = (await readSheets(buffer).catch(() => {
    throw new ParleyError("invalid", DAMAGED);
  })) as { sheet: string; data: Cell[][] }[];
  const hidden: HiddenText[] = await readCellNotes(zip);
  const sections = sheets.flatMap(({ sheet, data }) => {
    assertTableSize(data);
    const { visible, hiddenRows } = splitHidden(
      data.map((row, r) => row.map((cell, c) => writeCell(cell, formats.get(sheet)?.get(cellKey(r, c))))),
      parts.get(sheet),
    );
    hidden.push(
      ...hiddenText(
        "part",
        hiddenRows.length > 0 ? `${sheet}: ${hiddenRows.flat().filter(Boolean).join(" ")}` : "",
      ),
    );
    const rows = visible.filter((row) => row.some((cell) => cell !== ""));
    return rows.length > 0 ? [`## ${escapeLine(sheet)}\n\n${writeSheet(removeEmptyColumns(rows))}`] : [];
  });
  const content = sections.join("\n\n");
  return { content: normalizeText(content), hidden: [...hidden, ...findInvisibleCharacters(content)] };
}

function splitHidden(
  data: string[][],
  parts: HiddenParts | undefined,
): { visible: string[][]; hiddenRows: string[][] } {
  if (parts?.isHidden) return { visible: [], hiddenRows: data };
  const { rows = new Set(), columns = new Set() } = parts ?? {};
  return {
    visible: data.flatMap((row, r) => (rows.has(r) ? [] : [row.filter((_, c) => !columns.has(c))])),
    hiddenRows: data
      .map((row, r) => (rows.has(r) ? row : row.filter((_, c) => columns.has(c))))
      .filter((row) => row.some(Boolean)),
  };
}

/** Spreadsheets display 15 digits; the rest is floating-point noise. */
const DIGITS = 15;

const HOUR_MS = 3_600_000;
/** Spreadsheet day 0: values below day 1 are times of day. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

function writeCell(cell: Cell, format?: NumberFormat): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") {
    if (format?.kind === "percent") return `${(cell * 100).toFixed(format.decimals)}%`;
    if (format?.kind === "elapsed") return writeElapsed(cell * 24 * HOUR_MS);
    return String(Number(cell.toPrecision(DIGITS)));
  }
  return cell instanceof Date ? writeDate(cell, format) : String(cell).trim();
}

function writeDate(date: Date, format?: NumberFormat): string {
  const sinceZero = date.getTime() - DAY_ZERO;
  if (format?.kind === "elapsed") return writeElapsed(sinceZero);
  const [day, time = ""] = date.toISOString().split("T");
  const shown = time.replace(/\.000Z$|Z$/, "");
  if (sinceZero >= 0 && sinceZero < 24 * HOUR_MS) return shown;
  return shown === "00:00:00" ? (day ?? "") : `${day} ${shown}`;
}

/** The hours may exceed 24. */
function writeElapsed(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (milliseconds < 0 ? "-" : "") + parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Single cells above a table are written as text above it, so that the table keeps its own header row. */
function writeSheet(rows: string[][]): string {
  const isSingleCell = (row: string[]) => row.filter(Boolean).length === 1;
  const head = rows.findIndex((row) => !isSingleCell(row));
  if (head <= 0) return writeTable(rows);
  const above = rows.slice(0, head).map((row) => escapeLine(row.join("").replace(/\s+/g, " ")));
  return [...above, writeTable(removeEmptyColumns(rows.slice(head)))].join("\n\n");
}

function removeEmptyColumns(rows: string[][]): string[][] {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  const filled = Array.from({ length: width }, (_, i) => rows.some((row) => (row[i] ?? "") !== ""));
  return rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? "").filter((_, i) => filled[i]));
}
