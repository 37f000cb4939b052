import { type DelimitedRecord, readRecords } from "./read-records.ts";

/** Where two fit equally, the first: commas are also decimal signs and parts of addresses. */
const SEPARATORS = ["\t", ";", "|", ","];
const SAMPLE_RECORDS = 50;
const DECLARED = /^\s*"?sep=(\t|[^\s"\w]|\\t)"?\s*(?:\n|$)/i;

/** A first line such as `sep=;` tells spreadsheet programs the separator and is no data. */
export function findSeparator(text: string): { separator: string; rest: string } {
  const declared = DECLARED.exec(text);
  const separator = declared?.[1];
  if (declared && separator)
    return { separator: separator === "\\t" ? "\t" : separator, rest: text.slice(declared[0].length) };
  const agreement = new Map(
    SEPARATORS.map((one) => [one, longestRun(readRecords(text, one, SAMPLE_RECORDS))]),
  );
  const best = SEPARATORS.reduce((a, b) => ((agreement.get(b) ?? 0) > (agreement.get(a) ?? 0) ? b : a));
  return { separator: (agreement.get(best) ?? 0) > 0 ? best : ",", rest: text };
}

/** The most records in a row with equally many fields, at least two; empty fields at the end do not count. */
function longestRun(records: DelimitedRecord[]): number {
  let [run, longest, before] = [0, 0, 0];
  for (const { fields } of records) {
    const count = filledWidth(fields);
    run = count === before ? run + 1 : 1;
    before = count;
    if (count > 1) longest = Math.max(longest, run);
  }
  return longest;
}

/** Number of fields without empty ones at the end. */
export const filledWidth = (fields: string[]) => fields.findLastIndex((field) => field !== "") + 1;
