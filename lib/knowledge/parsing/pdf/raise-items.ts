import { writeLowered, writeRaised } from "../write-figure.ts";
import { isPartOf, type TextItem } from "./remove-hidden-items.ts";
import type { Run } from "./trace-page.ts";

const MIN_RISE = 0.12;
/** A run may start with a space that the item leaves out. */
const SPACE = 0.6;

/** `shift`: all of the item is raised (1) or lowered (-1). */
export type ShiftedItem<Item> = Item & { shift?: 1 | -1 };

/**
 * Finds figures that are raised or lowered by a text rise, whatever their size. Those that pdf.js joins with
 * the letters around them are written as such; the others are marked and put on the baseline.
 */
export function raiseItems<Item extends TextItem>(items: Item[], runs: Run[]): ShiftedItem<Item>[] {
  if (!runs.some(isMoved)) return items;
  return items.map((item): ShiftedItem<Item> => {
    const own = runs.filter(({ from, baseline }) =>
      [from, baseline].some((start) => isPartOf(start, item, SPACE)),
    );
    const [first] = own;
    if (!first || !own.some(isMoved)) return item;
    if (!own.every(isMoved)) return { ...item, str: rewrite(item.str, own) };
    const [a = 1, b = 0, c = 0, d = 1] = item.transform;
    return { ...item, transform: [a, b, c, d, ...first.baseline], shift: first.rise > 0 ? 1 : -1 };
  });
}

const isMoved = ({ rise }: Run) => Math.abs(rise) > MIN_RISE;

/** Unchanged if the runs are not the letters of the item, in order. */
function rewrite(text: string, runs: Run[]): string {
  let written = "";
  let at = 0;
  for (const run of runs) {
    const [start, end] = findLetters(text, run.text, at);
    if (start < 0) return text;
    written += text.slice(at, start);
    const words = text.slice(start, end);
    if (!isMoved(run)) written += words;
    else written += run.rise > 0 ? writeRaised(words, written) : writeLowered(words);
    at = end;
  }
  return written + text.slice(at);
}

/** Where these letters next stand from a position on, whatever the spaces between them. */
function findLetters(text: string, letters: string, from: number): [start: number, end: number] {
  const pattern = [...letters.replace(/\s+/g, "")]
    .map((letter) => letter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("\\s*");
  const found = new RegExp(pattern, "u").exec(text.slice(from));
  return found ? [from + found.index, from + found.index + found[0].length] : [-1, -1];
}
