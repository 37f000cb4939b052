import type { HiddenKind } from "../hidden-text.ts";
import { type Color, isSameShade } from "../html/html-style.ts";
import { area, type Box, isInside, type Point } from "./matrix.ts";
import type { Paint, Run, Trace } from "./trace-page.ts";

/** Smaller text is unreadable. */
const TINY_PT = 2;
/**
 * A picture covering this share of the page, with invisible text over it and little other text, is a scan
 * with OCR text.
 */
const SCAN_SHARE = 0.3;
const SCAN_VISIBLE_SHARE = 0.3;
const WHITE: Color = [255, 255, 255];

export type HiddenRun = Run & { kind: HiddenKind };

/** Returns the text on a page that cannot be seen. `page` is the visible area (the crop box). */
export function findHiddenRuns({ runs, paints }: Trace, page: Box): HiddenRun[] {
  const isScan = isScanWithWords(runs, paints, page);
  return runs.flatMap((run) => {
    const kind = kindOf(run, paints, page);
    return kind && !(run.isUnpainted && isScan) ? [{ ...run, kind }] : [];
  });
}

function kindOf(run: Run, paints: Paint[], page: Box): HiddenKind | null {
  if (!isInside(run.from, page, run.size) && !isInside(run.to, page, run.size)) return "off-page";
  if (run.isUnpainted) return "invisible";
  if (run.size < TINY_PT) return "tiny";
  if (!run.color) return null;
  const behind = backgroundOf(run, paints);
  return behind && isSameShade(run.color, behind) ? "colour" : null;
}

/** The last paint behind the middle of the text; white paper if there is none. */
function backgroundOf(run: Run, paints: Paint[]): Color | null {
  const middle: Point = [(run.from[0] + run.to[0]) / 2, (run.from[1] + run.to[1]) / 2 + run.size / 4];
  for (let at = Math.min(run.order, paints.length) - 1; at >= 0; at -= 1) {
    const paint = paints[at] as Paint;
    if (isInside(middle, paint.box)) return paint.color;
  }
  return WHITE;
}

function isScanWithWords(runs: Run[], paints: Paint[], page: Box): boolean {
  const unpainted = runs.filter((run) => run.isUnpainted);
  if (unpainted.length === 0) return false;
  const letters = (some: Run[]) => some.reduce((sum, { text }) => sum + text.length, 0);
  const hasPicture = paints.some(({ isPicture, box }) => isPicture && area(box) >= SCAN_SHARE * area(page));
  return hasPicture && letters(runs) - letters(unpainted) <= SCAN_VISIBLE_SHARE * letters(unpainted);
}
