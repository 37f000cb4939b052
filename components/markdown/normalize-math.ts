/**
 * Code in backticks, fenced or inline, in which math delimiters are ignored. A run of marks is matched as a
 * whole, because trying each part of a long one would take minutes.
 */
const code =
  /^ {0,3}(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)/gm;
const bracketBlock = /\\\[([\s\S]+?)\\\]/g;
const bracketInline = /\\\(([^\n]+?)\\\)/g;
/** Pandoc's rule for single dollars, which excludes prices: no inner space at the ends, no digit after. */
const dollar = /(?<![\\$\w])\$(?![\s$])([^\n$]*?[^\s\\$])\$(?![\d$])/g;

/** Rewrites `\(…\)`, `\[…\]` and pandoc's `$…$` to the double dollars that remark-math supports. */
export function normalizeMath(markdown: string): string {
  let result = "";
  let at = 0;
  for (const match of markdown.matchAll(code)) {
    result += rewrite(markdown.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return result + rewrite(markdown.slice(at));
}

export function mayHoldMath(markdown: string): boolean {
  return markdown.includes("$") || markdown.includes("\\(") || markdown.includes("\\[");
}

function rewrite(text: string): string {
  return text
    .replace(bracketBlock, (_, math: string) => `\n$$\n${math.trim()}\n$$\n`)
    .replace(bracketInline, (_, math: string) => `$$${math.trim()}$$`)
    .replace(dollar, (_, math: string) => `$$${math}$$`);
}
