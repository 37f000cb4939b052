/** Rows as a Markdown table; the first row is its head. Cells stay on one line, rows are as long as the longest. */
export function writeTable(rows: string[][]): string {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 1);
  const line = (row: string[]) =>
    `| ${Array.from({ length: width }, (_, i) => writeCell(row[i] ?? "")).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${" --- |".repeat(width)}`, ...body.map(line)].join("\n");
}

function writeCell(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, " ").trim()).replaceAll("|", "\\|");
}

/** Text that Markdown shows as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&");
}

/** A line of text that also begins no list, heading or rule. */
export function escapeLine(text: string): string {
  return escapeMarkdown(text)
    .replace(/^(\s*)([#+-]|={2,}|~{3,})/, "$1\\$2")
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}
