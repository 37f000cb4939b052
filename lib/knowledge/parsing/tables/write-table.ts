/**
 * Writes rows as a Markdown table; the first row is the header. Cells stay on one line; short rows are
 * padded.
 */
export function writeTable(rows: string[][]): string {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 1);
  const line = (row: string[]) =>
    `| ${Array.from({ length: width }, (_, i) => writeCell(row[i] ?? "")).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), `|${" --- |".repeat(width)}`, ...body.map(line)].join("\n");
}

function writeCell(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, " ").trim()).replaceAll("|", "\\|");
}

/** Escapes text so that Markdown shows it literally. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&");
}

/** Also escapes a line start that would begin a list, heading or rule. */
export function escapeLine(text: string): string {
  return escapeMarkdown(text)
    .replace(/^(\s*)([#+-]|={2,}|~{3,})/, "$1\\$2")
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}
