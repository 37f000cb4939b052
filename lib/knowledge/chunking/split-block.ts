import { plainText } from "../parsing/markdown/plain-text.ts";
import { type Block, itemColumn, scanBlocks } from "../parsing/markdown/read-blocks.ts";
import { insideItem, insideQuote, type Line } from "../parsing/markdown/read-lines.ts";
import { oneLine } from "../parsing/normalize-text.ts";
import { countWords, cutByWords } from "./count-words.ts";
import { type Range, splitLines, splitSentences } from "./split-sentences.ts";

/** The smallest part of a chunk. `context`: the header row or list item lead it was separated from. */
export type Piece = Range & { words: number; context?: string };

export const MAX_CHUNK_WORDS = 350;
export const TARGET_CHUNK_WORDS = 220;
const MAX_CONTEXT_LENGTH = 200;
/** Deeper lists and quotes are split by line. */
const MAX_DEPTH = 8;

/** Returns the whole block or, if it is too long, its items, rows, code lines or sentences. */
export function splitBlock(content: string, block: Block, depth = 0): Piece[] {
  const words = countWords(content.slice(block.start, block.end));
  if (words <= MAX_CHUNK_WORDS) return [{ start: block.start, end: block.end, words }];
  if (depth >= MAX_DEPTH) return splitText(content, block, splitLines);
  switch (block.kind) {
    case "list":
      return closeGaps(
        content,
        block,
        block.items.flatMap((item) => splitItem(content, item, depth)),
      );
    case "quote":
      return splitInner(content, block, scanBlocks(insideQuote(block.lines), 0), depth);
    case "table":
      return splitTable(content, block);
    case "code":
      return splitCode(content, block);
    case "html":
    case "rule":
      return splitText(content, block, splitLines);
    case "paragraph":
    case "heading":
      return splitText(content, block, splitSentences);
    default:
      return block satisfies never;
  }
}

function splitItem(content: string, item: Line[], depth: number): Piece[] {
  const first = item[0] as Line;
  const range = { start: first.start, end: (item.at(-1) as Line).end };
  const words = countWords(content.slice(range.start, range.end));
  if (words <= MAX_CHUNK_WORDS) return [{ ...range, words }];
  const column = itemColumn(first);
  const children = scanBlocks(insideItem(item, column), column);
  const pieces = splitInner(content, range, children, depth);
  const lead = children[0]?.kind === "paragraph" ? contextOf(children[0].lines[0]?.text ?? "") : "";
  return pieces.map((piece, index) => (index === 0 ? piece : withContext(piece, lead)));
}

function splitInner(content: string, range: Range, children: Block[], depth: number): Piece[] {
  return closeGaps(
    content,
    range,
    children.flatMap((child) => splitBlock(content, child, depth + 1)),
  );
}

function splitTable(content: string, table: Block): Piece[] {
  const [head, delimiter, firstRow, ...rows] = table.lines;
  if (!head || !delimiter) return splitText(content, table, splitLines);
  const lead = splitText(content, { start: head.start, end: (firstRow ?? delimiter).end }, splitLines);
  const rest = rows.flatMap((row) => splitText(content, row, splitSentences));
  const context = contextOf(head.text);
  return [...lead, ...rest].map((piece, index) => (index === 0 ? piece : withContext(piece, context)));
}

/** Fence lines stay with the adjacent code. */
function splitCode(content: string, code: Block): Piece[] {
  const lines = code.lines;
  const ranges = lines.map((line) => ({ start: line.lineStart, end: line.end }));
  const first = lines[0] as Line;
  if (/^[`~]{3}/.test(first.text) && ranges.length > 2) {
    const [, second] = ranges.splice(0, 2);
    ranges.unshift({ start: code.start, end: second?.end ?? code.end });
    const closing = /^(?:`{3,}|~{3,})$/.test((lines.at(-1) as Line).text) ? ranges.pop() : undefined;
    const last = ranges.at(-1);
    if (closing && last) last.end = closing.end;
  }
  return ranges.flatMap((range) => splitText(content, range, splitLines));
}

/** Splits with `cut`; pieces still too long are split by line, then between or inside words. */
function splitText(content: string, range: Range, cut: (text: string) => Range[]): Piece[] {
  const text = content.slice(range.start, range.end);
  const words = countWords(text);
  if (words <= MAX_CHUNK_WORDS) return [{ start: range.start, end: range.end, words }];
  return cut(text).flatMap((part) => {
    const inner = { start: range.start + part.start, end: range.start + part.end };
    const partWords = countWords(content.slice(inner.start, inner.end));
    if (partWords <= MAX_CHUNK_WORDS) return [{ ...inner, words: partWords }];
    if (cut === splitSentences) return splitText(content, inner, splitLines);
    return cutByWords(content.slice(inner.start, inner.end), TARGET_CHUNK_WORDS).map(({ start, end }) => ({
      start: inner.start + start,
      end: inner.start + end,
      words: countWords(content.slice(inner.start + start, inner.start + end)),
    }));
  });
}

/** Quote and list markers between two pieces go to the first. */
function closeGaps(content: string, range: Range, pieces: Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    const start = index === 0 ? range.start : piece.start;
    const limit = pieces[index + 1]?.start ?? range.end;
    const end = start + content.slice(start, limit).trimEnd().length;
    return { ...piece, start, end: Math.max(end, piece.end) };
  });
}

function contextOf(markdown: string): string {
  return oneLine(plainText(markdown.slice(0, 5 * MAX_CONTEXT_LENGTH)), MAX_CONTEXT_LENGTH);
}

function withContext(piece: Piece, lead: string): Piece {
  const context = oneLine([lead, piece.context].filter(Boolean).join(" "), MAX_CONTEXT_LENGTH);
  return context === "" ? piece : { ...piece, context };
}
