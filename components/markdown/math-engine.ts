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
 * Builds the nodes by the DOM's own methods rather than from a string of HTML, whose style attributes a strict
 * content security policy refuses.
 */
export function renderMath(code: string, isDisplay: boolean, element: HTMLElement): void {
  katex.render(code, element, { ...mathOptions, displayMode: isDisplay });
}

/** Two dollars only: `normalizeMath` has sorted out the rest. */
export const mathSyntax: Pluggable = [remarkMath, { singleDollarTextMath: false }];
