import { type Line, textOfLine } from "./layout-page.ts";

/** A line at the page edge that occurs on this share of pages is a running header or footer. */
const RUNNING_SHARE = 0.4;
/** So is one that changes by chapter, in a place where this share of pages has a line. */
const PLACE_SHARE = 0.6;
const NEIGHBORS = 2;
const EDGE_LINES = 2;
const TITLE_RATIO = 1.25;
const MARGIN_SHARE = 0.1;
/** On fewer pages, a line must be on all of them, in the same place. */
const MIN_PAGES_FOR_SHARE = 4;

/** Removes running headers and footers: titles, page numbers, confidentiality notices. */
export function removeRunningLines(pages: Line[][]): Line[][] {
  if (pages.length < 2) return pages;
  const heights = pages.flat().map(({ y }) => y);
  const top = heights.reduce((a, b) => Math.max(a, b), 0);
  const bottom = heights.reduce((a, b) => Math.min(a, b), top);
  const margin = MARGIN_SHARE * (top - bottom);
  const isOutside = ({ y }: Line) => y > top - margin || y < bottom + margin;
  const edges = pages.map((lines) => {
    const sorted = lines.filter(isOutside).toSorted((a, b) => b.y - a.y);
    return new Set([...sorted.slice(0, EDGE_LINES), ...sorted.slice(-EDGE_LINES)]);
  });
  const isRunning = pages.length < MIN_PAGES_FOR_SHARE ? onAllPages(edges) : onManyPages(edges);
  const isTitle = findTitles(edges);
  return pages.map((lines, at) =>
    lines.filter((line) => !edges[at]?.has(line) || isTitle(line) || !isRunning(line, at)),
  );
}

/** A title that the running head repeats is larger than it. */
function findTitles(edges: Set<Line>[]): (line: Line) => boolean {
  const smallest = new Map<string, number>();
  for (const line of edges.flatMap((lines) => [...lines]))
    smallest.set(textOfLine(line), Math.min(line.size, smallest.get(textOfLine(line)) ?? line.size));
  return (line) => line.size > TITLE_RATIO * (smallest.get(textOfLine(line)) ?? line.size);
}

type Test = (line: Line, page: number) => boolean;

/** The same text, or the same words with the number of the page. */
function onAllPages(edges: Set<Line>[]): Test {
  const keysOf = (line: Line, at: number) => [
    `${placeOf(line)} ${textOfLine(line)}`,
    ...(textOfLine(line).match(/\d{1,4}/g) ?? []).map(
      (number) => `${placeOf(line)} ${Number(number) - at} ${withoutNumbers(line)}`,
    ),
  ];
  const keys = count(edges.map((lines, at) => [...lines].flatMap((line) => keysOf(line, at))));
  return (line, at) => keysOf(line, at).some((key) => keys.get(key) === edges.length);
}

function onManyPages(edges: Set<Line>[]): Test {
  const texts = count(edges.map((lines) => [...lines].map(withoutNumbers)));
  const offsets = count(edges.map((lines, at) => [...lines].flatMap((line) => offsetsOf(line, at))));
  const places = count(edges.map((lines) => [...lines].map(placeOf)));
  const isCommon = (pages: number | undefined) => (pages ?? 0) >= RUNNING_SHARE * edges.length;
  const isNear = (line: Line, at: number) =>
    Array.from({ length: 2 * NEIGHBORS + 1 }, (_, i) => at + i - NEIGHBORS).some(
      (page) =>
        page !== at &&
        [...(edges[page] ?? [])].some(
          (other) => placeOf(other) === placeOf(line) && withoutNumbers(other) === withoutNumbers(line),
        ),
    );
  return (line, at) =>
    isCommon(texts.get(withoutNumbers(line))) ||
    offsetsOf(line, at).some((offset) => isCommon(offsets.get(offset))) ||
    ((places.get(placeOf(line)) ?? 0) >= PLACE_SHARE * edges.length && isNear(line, at));
}

const placeOf = ({ y, size }: Line) => `${Math.round(y)} ${Math.round(size * 2)}`;

const withoutNumbers = (line: Line) =>
  textOfLine(line)
    .replace(/\d+|\b[ivxlc]+\b/gi, "#")
    .trim();

/**
 * Difference between a number at the start or end of a line and the page's index: constant for page numbers.
 */
function offsetsOf(line: Line, at: number): string[] {
  const text = textOfLine(line);
  return [/^\d{1,4}(?!\S)/, /(?<!\S)\d{1,4}$/].flatMap((number) => {
    const found = number.exec(text)?.[0];
    return found ? [String(Number(found) - at)] : [];
  });
}

/** Number of pages each value occurs on. */
function count(pages: string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of pages.flatMap((values) => [...new Set(values)]))
    counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
