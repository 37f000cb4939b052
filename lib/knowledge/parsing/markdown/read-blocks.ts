import { type Line, readLines } from "./read-lines.ts";

export type Block = { start: number; end: number; lines: Line[] } & (
  | { kind: "heading"; depth: number }
  | { kind: "list"; items: Line[][] }
  | { kind: "table" | "code" | "quote" | "html" | "rule" | "paragraph" }
);

const FENCE = /^(?:`{3,}[^`]*|~{3,}.*)$/;
const HEADING = /^(#{1,6})(?:[ \t]|$)/;
const RULE = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const MARKER = /^(?:([-*+])|\d{1,9}([.)]))(?=[ \t]|$)/;
const DELIMITER_ROW = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;
const BLOCK_TAG =
  /^<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|$)/i;
const LONE_TAG = /^<(?:\/[a-z][a-z\d-]*|[a-z][a-z\d-]*(?:\s[^<>]*)?\/?)>$/i;
/**
 * Raw HTML that continues past blank lines, with its end condition (CommonMark 0.31, section 4.6, kinds 1 to
 * 5).
 */
const RAW_HTML: [RegExp, RegExp][] = [
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
];

/**
 * Reads the outermost blocks of a Markdown document in one pass, by the rules of CommonMark and GFM tables.
 * micromark needs 10 s for a 1 MB table and minutes for deep nesting; the test compares both on ordinary
 * documents.
 */
export function readBlocks(content: string): Block[] {
  return scanBlocks(readLines(content), 0);
}

/** `base` is the column at which the container's content starts: 0, or that of a list item's text. */
export function scanBlocks(lines: Line[], base: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < lines.length; ) {
    const block = scanBlock(lines, from, base);
    blocks.push(block);
    from += block.lines.length;
  }
  return blocks;
}

function scanBlock(lines: Line[], from: number, base: number): Block {
  const line = lines[from] as Line;
  if (line.indent - base >= 4) return block("code", lines, from, indentedEnd(lines, from, base));
  if (FENCE.test(line.text)) return block("code", lines, from, fenceEnd(lines, from));
  const heading = HEADING.exec(line.text);
  if (heading)
    return {
      ...block("paragraph", lines, from, from + 1),
      kind: "heading",
      depth: (heading[1] ?? "").length,
    };
  if (RULE.test(line.text)) return block("rule", lines, from, from + 1);
  if (line.text.startsWith(">")) return block("quote", lines, from, quoteEnd(lines, from, base));
  if (MARKER.test(line.text)) return listBlock(lines, from, base);
  if (line.text.startsWith("<")) {
    const end = htmlEnd(lines, from);
    if (end > from) return block("html", lines, from, end);
  }
  if (isTableHead(lines, from)) return block("table", lines, from, paragraphEnd(lines, from + 2, base));
  return paragraphBlock(lines, from, base);
}

function block(
  kind: "table" | "code" | "quote" | "html" | "rule" | "paragraph",
  lines: Line[],
  from: number,
  to: number,
): Block {
  const blockLines = lines.slice(from, to);
  const first = blockLines[0] as Line;
  return {
    kind,
    start: kind === "code" ? first.lineStart : first.start,
    end: (blockLines.at(-1) as Line).end,
    lines: blockLines,
  };
}

function paragraphBlock(lines: Line[], from: number, base: number): Block {
  const end = paragraphEnd(lines, from + 1, base);
  const underline = lines[end];
  const isHeading =
    underline && !underline.gap && underline.indent - base < 4 && /^(?:=+|-+)$/.test(underline.text);
  if (!isHeading) return block("paragraph", lines, from, end);
  const depth = underline.text.startsWith("=") ? 1 : 2;
  return { ...block("paragraph", lines, from, end + 1), kind: "heading", depth };
}

function paragraphEnd(lines: Line[], from: number, base: number): number {
  let end = from;
  while (end < lines.length && continuesParagraph(lines[end] as Line, base)) end += 1;
  return end;
}

function continuesParagraph(line: Line, base: number): boolean {
  if (line.gap) return false;
  if (line.indent - base >= 4) return true;
  return !interruptsParagraph(line.text);
}

function interruptsParagraph(text: string): boolean {
  switch (text[0]) {
    case "#":
      return HEADING.test(text);
    case "`":
    case "~":
      return FENCE.test(text);
    case ">":
      return true;
    case "<":
      return BLOCK_TAG.test(text) || RAW_HTML.some(([opening]) => opening.test(text));
    case "=":
      return /^=+$/.test(text);
    case "-":
    case "*":
    case "_":
    case "+":
      return RULE.test(text) || /^-+$/.test(text) || /^[-*+][ \t]/.test(text);
    case "1":
      return /^1[.)][ \t]/.test(text);
    default:
      return false;
  }
}

function indentedEnd(lines: Line[], from: number, base: number): number {
  let end = from + 1;
  while (end < lines.length && (lines[end] as Line).indent - base >= 4) end += 1;
  return end;
}

function fenceEnd(lines: Line[], from: number): number {
  const opening = /^(?:`+|~+)/.exec((lines[from] as Line).text)?.[0] ?? "```";
  const closing = new RegExp(`^${opening[0]}{${opening.length},}$`);
  let end = from + 1;
  while (end < lines.length && !closing.test((lines[end] as Line).text)) end += 1;
  return Math.min(end + 1, lines.length);
}

function quoteEnd(lines: Line[], from: number, base: number): number {
  let end = from + 1;
  while (end < lines.length) {
    const line = lines[end] as Line;
    const before = (lines[end - 1] as Line).text.replace(/^[> \t]+/, "");
    const isLazy = continuesParagraph(line, base) && before !== "" && !MARKERLESS_ONLY.test(before);
    if (line.gap || !(line.text.startsWith(">") || isLazy)) break;
    end += 1;
  }
  return end;
}

const MARKERLESS_ONLY = /^(?:#{1,6}(?:[ \t]|$)|`{3,}|~{3,})/;

function htmlEnd(lines: Line[], from: number): number {
  const first = (lines[from] as Line).text;
  const raw = RAW_HTML.find(([opening]) => opening.test(first));
  let end = from + 1;
  if (raw) {
    if (raw[1].test(first)) return end;
    while (end < lines.length && !raw[1].test((lines[end] as Line).text)) end += 1;
    return Math.min(end + 1, lines.length);
  }
  if (!BLOCK_TAG.test(first) && !LONE_TAG.test(first)) return from;
  while (end < lines.length && !(lines[end] as Line).gap) end += 1;
  return end;
}

function isTableHead(lines: Line[], from: number): boolean {
  const head = lines[from] as Line;
  const delimiter = lines[from + 1];
  if (!delimiter || delimiter.gap || !head.text.includes("|") || !/[|:]/.test(delimiter.text)) return false;
  return DELIMITER_ROW.test(delimiter.text) && countCells(head.text) === countCells(delimiter.text);
}

function countCells(row: string): number {
  const bars = row
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .match(/(?<!\\)\|/g);
  return (bars?.length ?? 0) + 1;
}

function listBlock(lines: Line[], from: number, base: number): Block {
  const kind = markerKind(lines[from] as Line);
  const items: Line[][] = [];
  let end = from;
  while (end < lines.length) {
    const line = lines[end] as Line;
    const isItem = line.indent - base < 4 && markerKind(line) === kind && !RULE.test(line.text);
    if (!isItem) break;
    const next = itemEnd(lines, end, base);
    items.push(lines.slice(end, next));
    end = next;
  }
  return { ...block("paragraph", lines, from, end), kind: "list", items };
}

function markerKind(line: Line): string | undefined {
  const match = MARKER.exec(line.text);
  return match ? (match[1] ?? match[2]) : undefined;
}

function itemEnd(lines: Line[], from: number, base: number): number {
  const first = lines[from] as Line;
  const column = itemColumn(first);
  const isBare = /^(?:[-*+]|\d{1,9}[.)])$/.test(first.text);
  let end = from + 1;
  while (end < lines.length) {
    const line = lines[end] as Line;
    const isLazy = continuesParagraph(line, base) && !MARKER.test(line.text);
    const opensBlank = isBare && end === from + 1 && line.gap;
    if (opensBlank || (line.indent < column && !isLazy)) break;
    end += 1;
  }
  return end;
}

/** The column at which a list item's text starts. */
export function itemColumn(line: Line): number {
  const marker = /^(?:[-*+]|\d{1,9}[.)])/.exec(line.text)?.[0].length ?? 1;
  const spaces = /^[ \t]*/.exec(line.text.slice(marker))?.[0].length ?? 1;
  const isEmpty = line.text.length === marker;
  return line.indent + marker + (isEmpty || spaces > 4 ? 1 : spaces);
}
