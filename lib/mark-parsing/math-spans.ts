/** Longer formulas are set apart from the text. */
const LONGEST_SPAN = 80;

/** Whether a line ends inside `\(…\)` or `\[…\]`. */
export function isInDelimiters(line: string): boolean {
  return ["()", "[]"].some((pair) => {
    const open = line.lastIndexOf(`\\${pair[0]}`);
    return open >= 0 && line.indexOf(`\\${pair[1]}`, open) < 0;
  });
}

/**
 * Whether the end of a line is inside `$…$`. As in pandoc, the first `$` has no space after it, the last
 * none before it and no digit after it, so that prices are not math. "open" where what follows decides.
 */
export function dollarSpan(before: string, after: string): "math" | "open" | null {
  let isOpen = false;
  for (let at = before.indexOf("$"); at >= 0; at = before.indexOf("$", at + 1)) {
    if (before[at - 1] === "\\") continue;
    const next = before[at + 1] ?? after[0] ?? "";
    if (!isOpen) isOpen = /\S/.test(next) && next !== "$";
    else if (/\S/.test(before[at - 1] ?? "") && !/\d/.test(next)) isOpen = false;
  }
  if (!isOpen) return null;
  const line = /^[^\n]*/.exec(after)?.[0] ?? "";
  if (/[^\s\\]\$(?!\d)/.test(`]${line}`)) return "math";
  return line.length < after.length || line.length > LONGEST_SPAN ? null : "open";
}
