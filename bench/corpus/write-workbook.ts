import { parse } from "csv-parse/sync";
import { escapeXml, flatDocument } from "./flat-document.ts";

const STYLES =
  '<number:date-style style:name="ND"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>' +
  '<number:percentage-style style:name="NP"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>' +
  '<style:style style:name="D" style:family="table-cell" style:data-style-name="ND"/>' +
  '<style:style style:name="P" style:family="table-cell" style:data-style-name="NP"/>';

/**
 * Writes tables of text as a flat workbook: numbers and dates become typed cells, `=` starts a formula, and
 * a quotient of two cells is shown in percent.
 */
export function writeWorkbook(sheets: { name: string; text: string; isTabbed: boolean }[]): string {
  const tables = sheets.map(({ name, text, isTabbed }) => {
    const rows = isTabbed ? readTabbed(text) : (parse(text, { relax_column_count: true }) as string[][]);
    const body = rows.map((row) => `<table:table-row>${row.map(writeCell).join("")}</table:table-row>`);
    return `<table:table table:name="${escapeXml(name)}">${body.join("")}</table:table>`;
  });
  return flatDocument("spreadsheet", { automatic: STYLES, body: tables.join("") });
}

/** The last comment before the first row names the columns, as in the tables of tzdata. */
function readTabbed(text: string): string[][] {
  const lines = text.split("\n").filter(Boolean);
  const first = lines.findIndex((line) => !line.startsWith("#"));
  const head = lines[first - 1]?.slice(1) ?? "";
  return [head, ...lines.slice(first).filter((line) => !line.startsWith("#"))].map((line) =>
    line.split("\t"),
  );
}

function writeCell(value: string): string {
  if (/^=/.test(value)) {
    const formula = value.replace(
      /\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?/g,
      (range) => `[.${range.replace(":", ":.")}]`,
    );
    const style = value.includes("/") ? ' table:style-name="P"' : "";
    return `<table:table-cell${style} table:formula="of:${escapeXml(formula)}" office:value-type="float"/>`;
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(value))
    return `<table:table-cell table:style-name="D" office:value-type="date" office:date-value="${value}"/>`;
  if (/^\d+(?:\.\d+)?$/.test(value))
    return `<table:table-cell office:value-type="float" office:value="${value}"/>`;
  return `<table:table-cell office:value-type="string"><text:p>${escapeXml(value)}</text:p></table:table-cell>`;
}
