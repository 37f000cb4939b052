import { normalizeText } from "../normalize-text.ts";
import { assertTableSize } from "./assert-table-size.ts";
import { filledWidth, findSeparator } from "./find-separator.ts";
import { type DelimitedRecord, readRecords } from "./read-records.ts";
import { escapeLine, writeTable } from "./write-table.ts";

/** Reports carry a few lines above their table: a title, a date, a filter. */
const MAX_LINES_ABOVE = 15;
/** A head may lack a few names, so rows of this share of the usual width belong to the table. */
const MIN_WIDTH_SHARE = 0.6;

/**
 * Converts comma-separated values (RFC 4180; also semicolon, tab or bar) to a Markdown table with the first
 * row as header. Lines above the table become paragraphs.
 */
export function parseCsv(text: string): { content: string } {
  const { separator, rest } = findSeparator(normalizeText(text));
  const records = readRecords(rest, separator);
  const start = startOfTable(records);
  const rows = withoutEmptyEnd(records.slice(start).map(({ fields }) => fields));
  assertTableSize(rows.length, Math.max(...rows.slice(0, 1_000).map((row) => row.length), 1));
  const glue = separator === "\t" ? " " : `${separator} `;
  const above = records.slice(0, start).map(({ fields }) => escapeLine(fields.filter(Boolean).join(glue)));
  return { content: [...above, rows.length > 0 ? writeTable(rows) : ""].filter(Boolean).join("\n\n") };
}

function startOfTable(records: DelimitedRecord[]): number {
  const width = usualWidth(records);
  if (width < 2) return 0;
  const first = records.findIndex(
    ({ fields }) => fields.filter(Boolean).length >= Math.max(2, MIN_WIDTH_SHARE * width),
  );
  const behindGap = records.findIndex(
    ({ fields, gap }, at) => gap && at > first && filledWidth(fields) === width,
  );
  const isApart =
    behindGap > 0 && records.slice(0, behindGap).every(({ fields }) => filledWidth(fields) !== width);
  const start = isApart ? behindGap : first;
  return start > 0 && start <= MAX_LINES_ABOVE ? start : 0;
}

/** The number of fields that most records have. */
function usualWidth(records: DelimitedRecord[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records)
    counts.set(filledWidth(fields), (counts.get(filledWidth(fields)) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** Without the columns that separators at the ends of lines add. */
function withoutEmptyEnd(rows: string[][]): string[][] {
  const width = rows.reduce((widest, row) => Math.max(widest, filledWidth(row)), 0);
  return rows.map((row) => row.slice(0, width));
}
