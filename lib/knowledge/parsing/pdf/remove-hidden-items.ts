import type { HiddenRun } from "./find-hidden-runs.ts";
import type { Point } from "./matrix.ts";
import type { Run } from "./trace-page.ts";

/** A piece of text as pdf.js returns it, positioned in points from the lower left. */
export type TextItem = { str: string; transform: number[]; width: number };

/** Removes the text of hidden runs from a page's items. An item may combine several runs of a line. */
export function removeHiddenItems<Item extends TextItem>(
  items: Item[],
  runs: Run[],
  hidden: HiddenRun[],
): Item[] {
  if (hidden.length === 0) return items;
  const isHidden = new Set(hidden.map(({ text, from }) => keyOf(text, from)));
  return items.flatMap((item) => {
    const itemRuns = runs.filter(({ from }) => isPartOf(from, item));
    const hiddenRuns = itemRuns.filter(({ text, from }) => isHidden.has(keyOf(text, from)));
    if (hiddenRuns.length === 0) return [item];
    if (hiddenRuns.length === itemRuns.length) return [];
    const str = hiddenRuns.reduce((left, { text }) => removeText(left, text), item.str);
    return str.trim() === "" ? [] : [{ ...item, str }];
  });
}

const keyOf = (text: string, [x, y]: Point) => `${x} ${y} ${text}`;

/**
 * Whether a run that starts here is on an item's baseline and within its width. `slack`: how far it may start
 * before the item, as a share of its size.
 */
export function isPartOf(start: Point, { transform, width }: TextItem, slack = 0.2): boolean {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  const length = Math.hypot(a, b) || 1;
  const size = Math.hypot(c, d);
  const [x, y] = [start[0] - e, start[1] - f];
  const along = (x * a + y * b) / length;
  const across = (y * a - x * b) / length;
  return (
    Math.abs(across) < 0.3 * size + 0.1 && along > -slack * size - 0.1 && along < Math.max(width, 0.1) - 0.05
  );
}

/** Removes the first occurrence of these letters, ignoring whitespace between them. */
function removeText(text: string, part: string): string {
  const letters = [...part.replace(/\s+/g, "")];
  const pattern = letters.map((letter) => letter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("\\s*");
  return letters.length > 0 && letters.length < 5_000
    ? text.replace(new RegExp(`\\s*${pattern}\\s*`, "u"), " ")
    : text;
}
