const fence = /^ {0,3}(`{3,}|~{3,})/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const mathFence = /^ {0,3}\$\$/;

/**
 * Splits Markdown at blank lines outside fences, math blocks, lists and indented text, so that complete
 * blocks are not parsed again while an answer grows. Joined with "\n\n" the blocks render the same.
 */
export function splitBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let open: string | null = null;
  let isList = false;
  let isAfterBlank = false;

  for (const line of markdown.split("\n")) {
    const isBlank = line.trim() === "";
    if (open === null && isAfterBlank && !isBlank && lines.length > 0 && startsBlock(line, isList)) {
      blocks.push(lines.join("\n").trimEnd());
      lines = [];
    }
    if (lines.length === 0) {
      if (isBlank) continue;
      isList = listItem.test(line);
    }
    lines.push(line);
    open = fenceAfter(line, open);
    isAfterBlank = isBlank && open === null;
  }
  if (lines.length > 0) blocks.push(lines.join("\n").trimEnd());
  return blocks;
}

/** Indented lines and further list items continue the block above. */
function startsBlock(line: string, isList: boolean): boolean {
  return !/^(?: |\t)/.test(line) && !(isList && listItem.test(line));
}

function fenceAfter(line: string, open: string | null): string | null {
  const bare = line.replace(/^\s*(?:>\s?)*(?:(?:[-*+]|\d{1,9}[.)])\s+)?/, "");
  if (open === "$$") return line.includes("$$") ? null : open;
  const mark = fence.exec(open === null ? bare : line.trimStart())?.[1];
  if (open !== null) {
    const isClosing = mark?.startsWith(open) && line.trim() === mark;
    return isClosing ? null : open;
  }
  if (mark) return mark[0] === "`" && bare.slice(mark.length).includes("`") ? null : mark;
  return mathFence.test(bare) && bare.split("$$").length === 2 ? "$$" : null;
}
