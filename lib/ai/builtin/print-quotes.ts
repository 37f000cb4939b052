import type { Passage } from "../schema.ts";
import { appendMark } from "./append-mark.ts";
import type { Quote } from "./choose-quotes.ts";
import type { Rows } from "./choose-rows.ts";

/** Renders the quotes as Markdown, each with the citation mark of its passage. */
export function printQuotes(quotes: Quote[], passages: Passage[]): string {
  return quotes.map((quote) => printQuote(quote, passages[quote.best.passage]?.number ?? 1)).join("\n\n");
}

function printQuote(quote: Quote, number: number): string {
  switch (quote.kind) {
    case "sentences":
      return appendMark(escapeLineStart(`${termOf(quote)}${quote.sentences.join(" ")}`), number);
    case "list":
      return printList(quote, number);
    case "rows":
      return printRows(quote.rows, number);
    case "code":
      return `${quote.leadIn ? `${escapeLineStart(quote.leadIn)}\n\n` : ""}${printCode(quote.text)}\n\n[${number}]`;
  }
}

/** "-k, --dmesg: " before what it explains. */
function termOf({ best: { term } }: Quote): string {
  return term === "" || term.length > MAX_TERM_LENGTH ? "" : `${term.replace(/:$/, "")}: `;
}

function printList({ leadIn, items, firstStep }: Extract<Quote, { kind: "list" }>, number: number): string {
  const isAlone = items.length === 1 && leadIn === "";
  const lines = items.map((item, at) => {
    const bullet = firstStep === undefined ? "-" : `${firstStep + at}.`;
    return isAlone ? escapeLineStart(item) : `${bullet} ${escapeLineStart(item)}`;
  });
  return `${leadIn ? `${escapeLineStart(leadIn)}\n\n` : ""}${appendMark(lines.join("\n"), number)}`;
}

const MAX_TERM_LENGTH = 120;
const MAX_PROSE_CELLS = 4;

/** One row reads as a sentence, "E07: Motor fault. Action: Service partner."; several as a table. */
function printRows(rows: Rows, number: number): string {
  const [first = []] = rows;
  const isNumbered = /^\d+$/.test(first[0]?.value ?? "") && first.length > 2;
  if (
    rows.length === 1 &&
    !isNumbered &&
    (first.length <= MAX_PROSE_CELLS || first.every(({ header }) => header === ""))
  )
    return appendMark(escapeLineStart(printRow(first)), number);
  const headers = first.map(({ header }) => header);
  if (headers.every((header) => header === ""))
    return appendMark(rows.map((cells) => `- ${escapeLineStart(printRow(cells))}`).join("\n"), number);
  const all = [...new Set(rows.flatMap((cells) => cells.map(({ header }) => header)))];
  const line = (cells: string[]) => `| ${cells.map(escapeCell).join(" | ")} |`;
  const body = rows.map((cells) =>
    line(all.map((header) => cells.find((cell) => cell.header === header)?.value ?? "")),
  );
  return [line(all), `|${" --- |".repeat(all.length)}`, ...body].join("\n").concat(`\n\n[${number}]`);
}

const DESCRIBES = /^(?:meaning|description|definition|explanation|is|what it (?:is|means)|details?)$/i;

function printRow([key, ...others]: Rows[number]): string {
  if (!key) return "";
  if (others.length === 0) return key.header ? `${key.header}: ${key.value}` : key.value;
  const [only] = others;
  if (others.length === 1 && only?.header && !DESCRIBES.test(only.header))
    return `${key.value}, ${only.header}: ${only.value}`;
  const parts = others.map(({ header, value }, at) =>
    header === "" || (at === 0 && DESCRIBES.test(header)) ? value : `${header}: ${value}`,
  );
  return `${key.value}: ${parts.map(endSentence).join(" ")}`;
}

function endSentence(text: string): string {
  return /[.!?…:]$/.test(text) ? text : `${text}.`;
}

function escapeCell(text: string): string {
  return text.replace(/(?<!\\)\|/g, "\\|");
}

function printCode(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}

/** Quoted text must not start a heading, list, quote or code block of its own. */
export function escapeLineStart(text: string): string {
  return text
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\")
    .replace(/^(?=(?:#{1,6}|>|[-+*])(?:\s|$)|`{3}|~{3}|\||={3}|-{3})/, "\\");
}
