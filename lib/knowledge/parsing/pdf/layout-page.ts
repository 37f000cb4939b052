import { escapeLine, escapeMarkdown, writeTable } from "../tables/write-table.ts";
import type { WordJoiner } from "../text/join-words.ts";
import { writeLowered, writeRaised } from "../write-figure.ts";

/** A piece of text on a page, in points from the lower left. */
export type PlacedText = {
  str: string;
  x: number;
  y: number;
  width: number;
  size: number;
  /** Raised (1) or lowered (-1), although it is on the baseline. */
  shift?: 1 | -1;
};

export type Line = { y: number; size: number; cells: { x: number; text: string }[] };

/** A gap wider than this many letter heights separates table cells or page columns. */
const CELL_GAP = 1.6;
const WORD_GAP = 0.15;
const SAME_LINE = 0.45;
/** Raised and lowered figures are smaller than the letters beside them and off their baseline. */
const SMALL_RATIO = 0.85;
const MARK_GAP = 0.35;
const MIN_RISE = 0.12;
const MIN_DROP = 0.06;
/** A heading is at least this much larger than the body text. */
const HEADING_RATIO = 1.15;
const MAX_HEADING_LENGTH = 120;
const PARAGRAPH_GAP = 1.45;

/** Groups pieces of text into lines, in drawing order. Raised and lowered figures are written as such. */
export function readLines(items: PlacedText[]): Line[] {
  const lines: Line[] = [];
  let end = 0;
  for (const item of items) {
    if (item.str.trim() === "") continue;
    const size = item.size || 10;
    const line = lines.at(-1);
    const isSame = line && Math.abs(line.y - item.y) <= SAME_LINE * Math.max(size, line.size);
    const gap = (item.x - end) / size;
    const cell = line?.cells.at(-1);
    if (!line || !cell || !isSame || gap < -2) {
      lines.push({ y: item.y, size, cells: [{ x: item.x, text: item.str }] });
    } else if (gap > CELL_GAP) {
      line.cells.push({ x: item.x, text: item.str });
      raiseBaseline(line, item.y, size);
    } else {
      cell.text = append(cell.text, item, line, gap);
      raiseBaseline(line, item.y, size);
    }
    end = item.x + item.width;
  }
  return lines;
}

/** A line's baseline is that of its largest letters. */
function raiseBaseline(line: Line, y: number, size: number): void {
  if (size <= line.size) return;
  line.y = y;
  line.size = size;
}

function append(text: string, { str, y, size, shift }: PlacedText, line: Line, gap: number): string {
  const isSmall = size < SMALL_RATIO * line.size;
  const rise = (y - line.y) / line.size;
  const isApart = gap > WORD_GAP && !text.endsWith(" ") && !str.startsWith(" ");
  const isBeside = !/\s$/.test(text) && !/^\s/.test(str) && gap * size < MARK_GAP * line.size;
  if (isBeside && (shift === 1 || (isSmall && rise > MIN_RISE)))
    return text + writeRaised(str, text) + spaceAfter(str);
  if (isBeside && (shift === -1 || (isSmall && rise < -MIN_DROP)))
    return text + writeLowered(str) + spaceAfter(str);
  const isBehindMark = line.size < SMALL_RATIO * size && /\d$/.test(text) && /^\d/.test(str);
  return text + (isApart || isBehindMark ? " " : "") + str;
}

const spaceAfter = (text: string) => (text.endsWith(" ") ? " " : "");

export const textOfLine = (line: Line) => line.cells.map(({ text }) => text.trim()).join(" ");

/** Rounded to half points, so that nearly equal sizes are equal. */
const sizeOf = (line: Line) => Math.round(line.size * 2) / 2;

/**
 * Returns the heading sizes, largest first, and the text of sizes that occur only on the first page and
 * exceed all others: that is the document's title and should not be a heading above every chapter.
 */
export function headingSizes(pages: Line[][], body: number): { sizes: number[]; title: string } {
  const headings = pages.map((lines) => lines.filter((line) => isHeading(line, body)));
  const sizes = [...new Set(headings.flat().map(sizeOf))].sort((a, b) => b - a);
  const first = headings.findIndex((lines) => lines.length > 0);
  const later = headings.slice(first + 1);
  const repeated = new Set(later.flat().map(sizeOf));
  const lastTitle = sizes.findIndex((size) => repeated.has(size));
  const titles = sizes.slice(0, Math.max(lastTitle, 0));
  if (first < 0 || !appearsOnTwoPages(later, sizes[lastTitle])) return { sizes, title: "" };
  const largest = headings[first]?.filter((line) => sizeOf(line) === titles[0]) ?? [];
  return { sizes: sizes.slice(titles.length), title: largest.map(textOfLine).join(" ") };
}

const appearsOnTwoPages = (pages: Line[][], size: number | undefined) =>
  pages.filter((lines) => lines.some((line) => sizeOf(line) === size)).length >= 2;

/** The size of most letters. */
export function bodySize(pages: Line[][]): number {
  const letters = new Map<number, number>();
  for (const line of pages.flat()) {
    const size = sizeOf(line);
    letters.set(size, (letters.get(size) ?? 0) + textOfLine(line).length);
  }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
}

const MAX_DEPTH = 4;

/** 0 for a size that is not a heading's. */
const depthOf = (line: Line, headingSizes: number[]) =>
  Math.min(headingSizes.indexOf(sizeOf(line)) + 1, MAX_DEPTH);

/**
 * Converts lines to Markdown: larger text to headings, aligned rows to tables, the rest to paragraphs without
 * hyphenation.
 */
export function writePage(lines: Line[], body: number, headingSizes: number[], join: WordJoiner): string {
  const joinLines = (texts: string[]) =>
    texts.reduce((text, next) => join(text.trimEnd(), next) ?? `${text} ${next}`);
  const blocks: string[] = [];
  let paragraph: Line[] = [];
  const close = () => {
    if (paragraph.length > 0) blocks.push(writeParagraph(joinLines(paragraph.map(textOfLine))));
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line;
    const rows = tableRows(lines, at);
    if (rows > 1) {
      close();
      const table = lines.slice(at, at + rows).map((row) => row.cells.map(({ text }) => text.trim()));
      blocks.push(writeTable(table));
      at += rows - 1;
      continue;
    }
    if (isHeading(line, body) && depthOf(line, headingSizes)) {
      close();
      const next = lines[at + 1];
      const isBroken = next && isHeading(next, body) && next.size === line.size && isNear(line, next);
      const text = isBroken ? joinLines([textOfLine(line), textOfLine(next)]) : textOfLine(line);
      if (isBroken) at += 1;
      blocks.push(`${"#".repeat(depthOf(line, headingSizes))} ${escapeMarkdown(text)}`);
      continue;
    }
    const last = paragraph.at(-1);
    if (last && (!isNear(last, line) || startsItem(line))) close();
    paragraph.push(line);
  }
  close();
  return blocks.join("\n\n");
}

function isHeading(line: Line, body: number): boolean {
  const text = textOfLine(line);
  return line.size >= HEADING_RATIO * body && text.length <= MAX_HEADING_LENGTH && /\p{L}{2}/u.test(text);
}

/**
 * Counts the lines from `at` that form one table: the same number of cells, starting at the same positions.
 */
function tableRows(lines: Line[], at: number): number {
  const first = lines[at] as Line;
  if (first.cells.length < 2) return 0;
  let rows = 1;
  for (let next = lines[at + rows]; next && isRowOf(first, next); next = lines[at + rows]) rows += 1;
  return rows;
}

function isRowOf(first: Line, line: Line): boolean {
  return (
    line.cells.length === first.cells.length &&
    Math.abs(line.size - first.size) < 1 &&
    line.cells.every((cell, i) => Math.abs(cell.x - (first.cells[i]?.x ?? 0)) < 3 * line.size)
  );
}

const isNear = (above: Line, below: Line) =>
  above.y - below.y > 0 && above.y - below.y < PARAGRAPH_GAP * Math.max(above.size, below.size);

const ITEM = /^(?:[•‣◦▪·–-]|\(?(\d{1,3})[.)])\s+/;
const startsItem = (line: Line) => ITEM.test(textOfLine(line));

function writeParagraph(text: string): string {
  const mark = ITEM.exec(text);
  if (!mark) return escapeLine(text);
  return `${mark[1] ? `${mark[1]}.` : "-"} ${escapeLine(text.slice(mark[0].length))}`;
}
