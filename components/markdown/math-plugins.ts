import "katex/dist/katex.min.css";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import type { PluggableList } from "unified";

export type MathPlugins = { remark: PluggableList; rehype: PluggableList };

/** `trust: false` refuses \href, \url, \includegraphics and the \html… family. */
export const mathPlugins: MathPlugins = {
  remark: [[remarkMath, { singleDollarTextMath: false }]],
  rehype: [[rehypeKatex, { trust: false, strict: "ignore", maxExpand: 200, maxSize: 20, output: "htmlAndMathml" }]],
};
