import { type HiddenText, hiddenText } from "../../hidden-text.ts";
import { allNamed as all } from "../read-xml.ts";
import { numberOf, wordsOf } from "./slide-text.ts";

/** Hundredths of a point. */
const TINY_SIZE = 200;

export type Size = { width: number; height: number };

/** Removes hidden shapes and text too small to read from a slide, and returns it. */
export function stripHiddenSlide(slide: Document, size: Size, number: number): HiddenText[] {
  const removed: HiddenText[] = [];
  const remove = (kind: HiddenText["kind"], node: Element, words = wordsOf(node)) => {
    removed.push(...hiddenText(kind, words, number));
    node.parentNode?.removeChild(node);
  };
  for (const shape of [...all(slide, "p:sp"), ...all(slide, "p:graphicFrame")]) {
    if (/^(?:1|true)$/.test(all(shape, "p:cNvPr")[0]?.getAttribute("hidden") ?? ""))
      remove("invisible", shape);
    else if (isOffSlide(shape, size)) remove("off-page", shape);
  }
  for (const run of all(slide, "a:r")) {
    const letters = numberOf(all(run, "a:rPr")[0], "sz");
    if (letters > 0 && letters <= TINY_SIZE) remove("tiny", run, run.textContent ?? "");
  }
  return removed;
}

/** In English metric units. A shape in a group uses the group's coordinates, so it is not judged. */
function isOffSlide(shape: Element, { width, height }: Size): boolean {
  const [place] = [...all(shape, "a:xfrm"), ...all(shape, "p:xfrm")];
  if (!place || width === 0 || shape.parentNode?.nodeName === "p:grpSp") return false;
  const [offset] = all(place, "a:off");
  const [extent] = all(place, "a:ext");
  const [x, y] = [numberOf(offset, "x"), numberOf(offset, "y")];
  return (
    (x >= width || y >= height || x + numberOf(extent, "cx") <= 0 || y + numberOf(extent, "cy") <= 0) &&
    extent !== undefined
  );
}
