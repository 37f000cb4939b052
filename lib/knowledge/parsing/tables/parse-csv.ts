import { parse } from "csv-parse/sync";
import { ParleyError } from "#lib/core/errors.ts";
import { normalizeText } from "../normalize-text.ts";
import { writeTable } from "./write-table.ts";

const MAX_TABLE_CELLS = 300_000;
const SEPARATORS = [",", ";", "\t", "|"];
const SAMPLE_LINES = 20;

/**
 * Converts comma-separated values (RFC 4180; also semicolon, tab or bar) to a Markdown table with the first
 * row as header.
 */
export function parseCsv(text: string): { content: string } {
  const source = normalizeText(text);
  let rows: string[][];
  try {
    rows = parse(source, {
      delimiter: separatorOf(source),
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch {
    throw new ParleyError("invalid", "The table could not be read because a quotation mark is never closed.");
  }
  assertTableSize(rows);
  return { content: rows.length > 0 ? writeTable(rows) : "" };
}

export function assertTableSize(rows: unknown[][]): void {
  const cells = rows.length * Math.max(...rows.slice(0, 1_000).map((row) => row.length), 1);
  if (cells > MAX_TABLE_CELLS) {
    throw new ParleyError(
      "invalid",
      `The table has more than ${MAX_TABLE_CELLS} cells. Split it into smaller files.`,
    );
  }
}

/** The separator that occurs equally often in most of the first lines. */
function separatorOf(text: string): string {
  const lines = text.split("\n", SAMPLE_LINES).filter((line) => line.trim() !== "");
  const agreement = (separator: string) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, "").split(separator).length - 1);
    const first = counts[0] ?? 0;
    return first === 0 ? 0 : counts.filter((count) => count === first).length * 100 + first;
  };
  return SEPARATORS.reduce((best, separator) => (agreement(separator) > agreement(best) ? separator : best));
}
