import type { HiddenRun } from "../pdf/find-hidden-runs.ts";
import type { Point } from "../pdf/matrix.ts";
import type { Run } from "../pdf/trace-page.ts";

/** A piece of text as the library reads it, with its place in points from the lower left. */
export type TextItem = { str: string; transform: number[]; width: number };

/** The items of a page without what hidden runs put there. An item may join what several runs show on one line. */
export function dropHiddenItems<Item extends TextItem>(
  items: Item[],
  runs: Run[],
  hidden: HiddenRun[],
): Item[] {
  if (hidden.length === 0) return items;
  const isHidden = new Set(hidden.map(({ text, from }) => keyOf(text, from)));
  return items.flatMap((item) => {
    const own = runs.filter((run) => isPartOf(run, item));
    const unseen = own.filter(({ text, from }) => isHidden.has(keyOf(text, from)));
    if (unseen.length === 0) return [item];
    if (unseen.length === own.length) return [];
    const str = unseen.reduce((left, { text }) => cutOut(left, text), item.str);
    return str.trim() === "" ? [] : [{ ...item, str }];
  });
}

const keyOf = (text: string, [x, y]: Point) => `${x} ${y} ${text}`;

/** Whether a run begins on an item's base line and within its length. */
function isPartOf({ from }: Run, { transform, width }: TextItem): boolean {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  const length = Math.hypot(a, b) || 1;
  const size = Math.hypot(c, d);
  const [x, y] = [from[0] - e, from[1] - f];
  const along = (x * a + y * b) / length;
  const across = (y * a - x * b) / length;
  return (
    Math.abs(across) < 0.3 * size + 0.1 && along > -0.2 * size - 0.1 && along < Math.max(width, 0.1) - 0.05
  );
}

/** Without the first place where these letters stand, whatever blanks are between them. */
function cutOut(text: string, part: string): string {
  const letters = [...part.replace(/\s+/g, "")];
  const pattern = letters.map((letter) => letter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("\\s*");
  return letters.length > 0 && letters.length < 5_000
    ? text.replace(new RegExp(`\\s*${pattern}\\s*`, "u"), " ")
    : text;
}
