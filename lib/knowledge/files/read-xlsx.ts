import readSheets from "read-excel-file/node";
import { ParleyError } from "#lib/core/errors.ts";
import { normalizeText } from "../normalize-text.ts";
import { refuseHuge } from "../parse-csv.ts";
import { escapeLine, writeTable } from "../write-table.ts";

type Cell = string | number | boolean | Date | null;

/** A workbook as Markdown: each sheet a section with its table, values as they are stored. */
export async function readXlsx(bytes: Uint8Array): Promise<{ content: string }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sheets = (await readSheets(buffer).catch(() => {
    throw new ParleyError("invalid", "This workbook is damaged: it cannot be opened.");
  })) as { sheet: string; data: Cell[][] }[];
  const sections = sheets.flatMap(({ sheet, data }) => {
    refuseHuge(data);
    const rows = data.map((row) => row.map(writeCell)).filter((row) => row.some((cell) => cell !== ""));
    return rows.length > 0 ? [`## ${escapeLine(sheet)}\n\n${writeTable(dropEmptyColumns(rows))}`] : [];
  });
  return { content: normalizeText(sections.join("\n\n")) };
}

function writeCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/T00:00:00\.000Z$/, "")
      .replace("T", " ")
      .replace(/\.000Z$/, "");
  return String(cell).trim();
}

function dropEmptyColumns(rows: string[][]): string[][] {
  const width = Math.max(...rows.map((row) => row.length));
  const filled = Array.from({ length: width }, (_, i) => rows.some((row) => (row[i] ?? "") !== ""));
  return rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? "").filter((_, i) => filled[i]));
}
