import { indentOf, readEntry, widthOf } from "./read-entry.ts";

/** `term`: what the block explains, in a list of terms such as the options of a command. */
export type Block = { headings: string[]; term?: string } & (
  | { kind: "paragraph"; text: string }
  | { kind: "list"; ordered: boolean; first: number; items: string[] }
  | { kind: "table"; header: string[]; rows: string[][] }
  | { kind: "code"; text: string }
);

const HEADING = /^ {0,3}(#{1,6})\s+(.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^\s*(?:[-*+•]|(\d{1,9})[.)])\s+(.*)$/;
const MAX_HEADING_LENGTH = 300;
const RULE = /^ {0,3}(?:[-*_]\s*){3,}$/;
const DELIMITER = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/;

const SYNTAX = /[[\]{}|]|\.\.\./g;
const LINK = /\]\(|!\[/;
const MIN_SYNTAX = 4;
/** Words per sign, at most, of a line that shows how a command is written. */
const WORDS_PER_SIGN = 4;
const SHOWN_DEEPER = 2;

/**
 * Reads the blocks of a passage, each with the headings and terms above it inside the passage. Nested lists
 * are flattened.
 */
export function readBlocks(markdown: string): Block[] {
  const lines = markdown.split(/\r?\n/).map((line) => line.trimEnd());
  const blocks: Block[] = [];
  const path: { depth: number; text: string }[] = [];
  const width = widthOf(lines);
  let terms: { body: number; term: string }[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = HEADING.exec(line);
    if (line.trim() !== "") terms = terms.filter(({ body }) => body <= indentOf(line));
    const entry = startsOtherBlock(line) || isTable(lines, at) ? null : readEntry(lines, at, width);
    if (heading) {
      const depth = heading[1]?.length ?? 1;
      while ((path.at(-1)?.depth ?? 0) >= depth) path.pop();
      path.push({ depth, text: (heading[2] ?? "").slice(0, MAX_HEADING_LENGTH).replace(/\s#+$/, "").trim() });
      at += 1;
    } else if (line.trim() === "" || RULE.test(line)) at += 1;
    else if (entry) {
      terms = [...terms, entry];
      if (entry.rest === null) at += 1;
      else lines[at] = " ".repeat(entry.body) + entry.rest;
    } else {
      const before = blocks.at(-1);
      const { block, next } = readBlock(lines, at, { width, before });
      const headings = [...path, ...terms].map((above) => ("text" in above ? above.text : above.term));
      const term = terms.at(-1)?.term;
      blocks.push({ ...block, headings, ...(term ? { term } : {}) });
      at = next;
    }
  }
  return blocks;
}

type Bare = Block extends infer B ? (B extends Block ? Omit<B, "headings"> : never) : never;
type Read = { block: Bare; next: number };

type Around = { width: number; before: Block | undefined };

function readBlock(lines: string[], from: number, around: Around): Read {
  const line = lines[from] ?? "";
  const fence = FENCE.exec(line)?.[1];
  if (fence) return readCode(lines, from, fence);
  if (isTable(lines, from)) return readTable(lines, from);
  if (ITEM.test(line)) return readList(lines, from);
  return readParagraph(lines, from, around);
}

function readCode(lines: string[], from: number, fence: string): Read {
  let end = from + 1;
  while (end < lines.length && !(lines[end] ?? "").trim().startsWith(fence)) end += 1;
  return { block: { kind: "code", text: lines.slice(from + 1, end).join("\n") }, next: end + 1 };
}

function isTable(lines: string[], at: number): boolean {
  const line = (lines[at] ?? "").trim();
  if (!line.includes("|")) return false;
  const isHeaded = (lines[at + 1] ?? "").includes("-") && DELIMITER.test((lines[at + 1] ?? "").trim());
  return isHeaded || (line.startsWith("|") && line.endsWith("|") && line.length > 2);
}

/** A table cut by the chunker has no delimiter row, so its rows have no headers. */
function readTable(lines: string[], from: number): Read {
  let end = from;
  while (end < lines.length && (lines[end] ?? "").includes("|")) end += 1;
  const hasHeader = DELIMITER.test((lines[from + 1] ?? "").trim());
  const rows = lines
    .slice(from, end)
    .filter((line) => !DELIMITER.test(line.trim()))
    .map(readCells);
  return { block: { kind: "table", header: hasHeader ? (rows.shift() ?? []) : [], rows }, next: end };
}

function readCells(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function readList(lines: string[], from: number): Read {
  const number = ITEM.exec(lines[from] ?? "")?.[1];
  const ordered = number !== undefined;
  const items: string[] = [];
  let marker = 0;
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const item = ITEM.exec(line);
    if (item) {
      marker = indentOf(line);
      const isOther = (item[1] !== undefined) !== ordered;
      if (isOther && /^\S/.test(line)) break;
      items.push(isOther ? `${items.pop() ?? ""} ${item[2] ?? ""}` : (item[2] ?? "").trim());
    } else if (line.trim() === "") {
      const following = lines[at + 1] ?? "";
      const isContinued = indentOf(following) >= Math.max(2, marker + 1) && following.trim() !== "";
      if (!ITEM.test(following) && !isContinued) break;
    } else if (startsOtherBlock(line) || (isTable(lines, at) && /^\S/.test(line))) break;
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return { block: { kind: "list", ordered, first: Number(number ?? 1), items }, next: at };
}

function readParagraph(lines: string[], from: number, { width, before }: Around): Read {
  let end = from + 1;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    if (line.trim() === "" || startsOtherBlock(line) || ITEM.test(line) || isTable(lines, end)) break;
    if (readEntry(lines, end, width)) break;
    end += 1;
  }
  if (showsCode(lines.slice(from, end), before))
    return { block: { kind: "code", text: dedent(lines.slice(from, end)) }, next: end };
  const text = lines.slice(from, end).map((line) => line.replace(/^\s*(?:>\s?)+/, "").trim());
  return { block: { kind: "paragraph", text: text.join(" ").trim() }, next: end };
}

/** How a command is written, "[-n NUM] {start | stop}", or an indented example after "as follows:". */
function showsCode(lines: string[], before: Block | undefined): boolean {
  const text = lines.join(" ");
  const words = text.trim().split(/\s+/).length;
  const signs = LINK.test(text) ? 0 : (text.match(SYNTAX)?.length ?? 0);
  if (signs >= MIN_SYNTAX && words <= WORDS_PER_SIGN * signs) return true;
  const isAnnounced = before?.kind === "paragraph" && before.text.endsWith(":");
  return isAnnounced && lines.every((line) => indentOf(line) >= SHOWN_DEEPER) && !/[.!?]$/.test(text);
}

function dedent(lines: string[]): string {
  const least = Math.min(...lines.map(indentOf));
  return lines.map((line) => line.slice(least)).join("\n");
}

function startsOtherBlock(line: string): boolean {
  return HEADING.test(line) || FENCE.test(line) || RULE.test(line);
}
