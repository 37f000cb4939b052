import type { PlacedText } from "./layout-page.ts";

/** Each side of the gutter needs this many lines, and most of them must fill this share of their column. */
const MIN_LINES = 8;
const FULL_SHARE = 0.6;
const FULL_LINES_SHARE = 0.5;
/** Titles, tables and pictures may cross the gutter, up to this share of the text. */
const MAX_CROSSING_SHARE = 0.3;
const MIN_GUTTER_EMS = 0.8;

/**
 * Returns the text of a two-column page in reading order: text above a crossing title first, then the left
 * column, then the right. Other pages keep their drawing order. Tables are not columns, because their cells
 * are short.
 */
export function orderColumns(items: PlacedText[]): PlacedText[] {
  const words = items.filter(({ str }) => str.trim() !== "");
  const gutter = findGutter(words);
  if (gutter === null) return items;
  const crossing = words.filter((item) => sideOf(item, gutter) === "across").map(({ y }) => y);
  const bandOf = ({ y }: PlacedText) => crossing.filter((line) => line > y + 1).length;
  const rank = { across: 0, left: 1, right: 2 };
  return words
    .map((item) => ({ item, band: bandOf(item), rank: rank[sideOf(item, gutter)] }))
    .sort((a, b) => a.band - b.band || a.rank - b.rank)
    .map(({ item }) => item);
}

function sideOf({ x, width }: PlacedText, gutter: number): "left" | "right" | "across" {
  if (x + width <= gutter) return "left";
  return x >= gutter ? "right" : "across";
}

/** The start of the right column, or null. */
function findGutter(items: PlacedText[]): number | null {
  if (items.length < 2 * MIN_LINES) return null;
  const left = Math.min(...items.map(({ x }) => x));
  const right = Math.max(...items.map(({ x, width }) => x + width));
  const starts = new Map<number, number>();
  for (const { x } of items) {
    const isInMiddle = x > left + 0.35 * (right - left) && x < left + 0.65 * (right - left);
    if (isInMiddle) starts.set(Math.round(x), (starts.get(Math.round(x)) ?? 0) + 1);
  }
  const [start, count] = [...starts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  if (count < MIN_LINES) return null;
  const gutter = start - 0.75;
  return isClear(items, gutter, left, right) ? gutter : null;
}

function isClear(items: PlacedText[], gutter: number, left: number, right: number): boolean {
  const letters = (some: PlacedText[]) => some.reduce((sum, { str }) => sum + str.length, 0);
  const sides = Map.groupBy(items, (item) => sideOf(item, gutter));
  const [before, behind] = [sides.get("left") ?? [], sides.get("right") ?? []];
  if (letters(sides.get("across") ?? []) > MAX_CROSSING_SHARE * letters(items)) return false;
  const edge = before.reduce((rightmost, { x, width }) => Math.max(rightmost, x + width), left);
  const size = behind[0]?.size ?? 10;
  return (
    gutter - edge >= MIN_GUTTER_EMS * size - 1 &&
    isColumn(before, edge - left) &&
    isColumn(behind, right - gutter)
  );
}

function isColumn(items: PlacedText[], width: number): boolean {
  const lines = Map.groupBy(items, ({ y, size }) => Math.round((2 * y) / (size || 10)));
  const full = [...lines.values()].filter((line) => {
    const from = Math.min(...line.map(({ x }) => x));
    const to = Math.max(...line.map((item) => item.x + item.width));
    return to - from >= FULL_SHARE * width;
  });
  return lines.size >= MIN_LINES && full.length >= FULL_LINES_SHARE * lines.size;
}
