import readSheets from "read-excel-file/node";
import { ParleyError } from "#lib/core/errors.ts";
import { findInvisibleCharacters } from "../find-invisible-characters.ts";
import { type HiddenText, hiddenText } from "../hidden-text.ts";
import { normalizeText } from "../normalize-text.ts";
import { refuseHuge } from "../tables/parse-csv.ts";
import { escapeLine, writeTable } from "../tables/write-table.ts";
import { findHiddenParts, type HiddenParts, readCellNotes } from "./find-hidden-in-xlsx.ts";
import { cellKey, findNumberFormats, type NumberFormat } from "./find-number-formats.ts";
import type { Zip } from "./open-zip.ts";

type Cell = string | number | boolean | Date | null;
const DAMAGED = "This workbook is damaged and cannot be opened. Save it again and re-upload it.";

/**
 * A workbook as Markdown: each sheet a section with its table, without what is switched off. Numbers stand as they are
 * stored, but shares, times and days as they are shown.
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
    refuseHuge(data);
    const { seen, unseen } = partData(
      data.map((row, r) => row.map((cell, c) => writeCell(cell, formats.get(sheet)?.get(cellKey(r, c))))),
      parts.get(sheet),
    );
    hidden.push(
      ...hiddenText("part", unseen.length > 0 ? `${sheet}: ${unseen.flat().filter(Boolean).join(" ")}` : ""),
    );
    const rows = seen.filter((row) => row.some((cell) => cell !== ""));
    return rows.length > 0 ? [`## ${escapeLine(sheet)}\n\n${writeSheet(dropEmptyColumns(rows))}`] : [];
  });
  const content = sections.join("\n\n");
  return { content: normalizeText(content), hidden: [...hidden, ...findInvisibleCharacters(content)] };
}

function partData(
  data: string[][],
  parts: HiddenParts | undefined,
): { seen: string[][]; unseen: string[][] } {
  if (parts?.isHidden) return { seen: [], unseen: data };
  const { rows = new Set(), columns = new Set() } = parts ?? {};
  return {
    seen: data.flatMap((row, r) => (rows.has(r) ? [] : [row.filter((_, c) => !columns.has(c))])),
    unseen: data
      .map((row, r) => (rows.has(r) ? row : row.filter((_, c) => columns.has(c))))
      .filter((row) => row.some(Boolean)),
  };
}

/** A spreadsheet shows 15 digits of a number; what a calculation leaves beyond is noise. */
const DIGITS = 15;

const HOUR_MS = 3_600_000;
/** Day 0 of a spreadsheet: what lies before day 1 is a time of day. */
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

/** Hours may be more than a day has. */
function writeElapsed(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (milliseconds < 0 ? "-" : "") + parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** What stands alone in rows above the table is said above it, so that the head of the table is its own. */
function writeSheet(rows: string[][]): string {
  const isAlone = (row: string[]) => row.filter(Boolean).length === 1;
  const head = rows.findIndex((row) => !isAlone(row));
  if (head <= 0) return writeTable(rows);
  const above = rows.slice(0, head).map((row) => escapeLine(row.join("").replace(/\s+/g, " ")));
  return [...above, writeTable(dropEmptyColumns(rows.slice(head)))].join("\n\n");
}

function dropEmptyColumns(rows: string[][]): string[][] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const filled = Array.from({ length: width }, (_, i) => rows.some((row) => (row[i] ?? "") !== ""));
  return rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? "").filter((_, i) => filled[i]));
}
