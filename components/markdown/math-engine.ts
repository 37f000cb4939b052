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

/**
 * Builds DOM nodes instead of an HTML string, whose style attributes a strict content security policy
 * refuses.
 */
export function renderMath(code: string, isDisplay: boolean, element: HTMLElement): void {
  katex.render(code, element, { ...mathOptions, displayMode: isDisplay });
}

/** Double dollars only: `normalizeMath` has converted the other delimiters. */
export const mathSyntax: Pluggable = [remarkMath, { singleDollarTextMath: false }];
