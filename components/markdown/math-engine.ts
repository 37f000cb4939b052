import "katex/dist/katex.min.css";
import katex, { type KatexOptions } from "katex";
import remarkMath from "remark-math";
import type { Pluggable } from "unified";

/** `trust: false` refuses \href, \url, \includegraphics and the \html… family. */
export const mathOptions: KatexOptions = {
  trust: false,
  strict: "ignore",
  throwOnError: false,
  errorColor: "inherit",
  maxExpand: 200,
  maxSize: 20,
};

const longestMath = 5_000;
/** Browsers stop nesting at 512 when they parse a page, but not when a script builds it, and then crash. */
const deepestElements = 200;
const mostElements = 20_000;

/**
 * Builds DOM nodes instead of an HTML string, whose style attributes a strict content security policy
 * refuses. Throws a `RangeError` for math that is too long or too deep to lay out.
 */
export function renderMath(code: string, isDisplay: boolean, element: HTMLElement): void {
  if (code.length > longestMath) throw new RangeError("The math is too long.");
  const detached = document.createElement("span");
  katex.render(code, detached, { ...mathOptions, displayMode: isDisplay });
  if (detached.getElementsByTagName("*").length > mostElements || isDeeperThan(deepestElements, detached))
    throw new RangeError("The math is too large.");
  element.replaceChildren(...detached.childNodes);
}

function isDeeperThan(limit: number, root: Element): boolean {
  let level: Element[] = [root];
  for (let depth = 0; depth < limit && level.length > 0; depth++) {
    level = level.flatMap((element) => [...element.children]);
  }
  return level.length > 0;
}

/** Double dollars only: `normalizeMath` has converted the other delimiters. */
export const mathSyntax: Pluggable = [remarkMath, { singleDollarTextMath: false }];
