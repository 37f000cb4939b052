import type { Nodes, Root } from "mdast";

/** Deeper trees overflow the stack of the browser's layout; people write fewer than ten levels. */
const deepestNesting = 60;
/** A row has as many cells as the head, even if the text leaves them out. */
const mostTableCells = 20_000;
const mostMarkers = 60;
const deepestIndent = 120;
const mostMarkup = 1200;
const mostLines = 2_000;
const longestLine = 20_000;
/** Characters of addresses that references repeat: a text can refer to a long one thousands of times. */
const mostReferredTo = 50_000;

const startMarkers = /^([ \t]*)((?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]{0,4})*)/;
const openingFence = /^(?:`{3,}(?=[^`\n]*$)|~{3,})/m;
const closingFence = /^ {0,3}(?:`{3,}|~{3,})\s*$/;
const tableRule = /^[ \t>|]*:?-+:?[ \t]*\|/m;
/** What the parser compares across a paragraph; an underscore within a word is no mark. */
const markup = /[*~[\]<`@]|:\/\/|www\.|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** Whether a block has more markup than is parsed in reasonable time, which grows with the square. */
export function hasTooMuchMarkup(block: string): boolean {
  const isTable = tableRule.test(block);
  const lines = linesOutsideCode(block);
  if (lines.length > mostLines) return true;
  let count = 0;
  for (const line of lines) {
    if (line.length > longestLine) return true;
    const [, indent = "", markers = ""] = startMarkers.exec(line) ?? [];
    if (markers.replace(/[ \t]/g, "").length > mostMarkers) return true;
    if (markers !== "" && indent.length > deepestIndent) return true;
    if (markers !== "" || line.trim() === "" || (isTable && line.includes("|"))) count = 0;
    count += line.match(markup)?.length ?? 0;
    if (count > mostMarkup) return true;
  }
  return false;
}

/**
 * The lines of a block but for those within a fence. Indented fences count as text, since a list may end
 * them; so does all of a block with math, which may hold the marks of a fence.
 */
function linesOutsideCode(block: string): string[] {
  const lines = block.split("\n");
  if (block.search(openingFence) !== 0 || /^\s*\$\$/m.test(block)) return lines;
  let fence = "";
  return lines.filter((line) => {
    const isCode = fence !== "";
    if (!isCode) fence = openingFence.exec(line)?.[0] ?? "";
    else if (line.trimStart().startsWith(fence) && closingFence.test(line)) fence = "";
    return !isCode;
  });
}

/** Shows text as written where its markup is too deep or its tables are too large to lay out. */
export function remarkLimitSize() {
  return (tree: Root, file: { value: unknown }) => {
    if (isTooLarge(tree)) tree.children = [{ type: "code", value: String(file.value) }];
  };
}

function isTooLarge(tree: Root): boolean {
  const open: { node: Nodes; depth: number }[] = [{ node: tree, depth: 0 }];
  const addresses = new Map<string, number>();
  const references: string[] = [];
  let cells = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    if (depth > deepestNesting) return true;
    if (node.type === "definition") addresses.set(node.identifier, node.url.length);
    if (node.type === "linkReference") references.push(node.identifier);
    if (node.type === "table") cells += (node.align?.length ?? 0) * node.children.length;
    if (cells > mostTableCells) return true;
    if ("children" in node) for (const child of node.children) open.push({ node: child, depth: depth + 1 });
  }
  const referredTo = references.reduce((sum, name) => sum + (addresses.get(name) ?? 0), 0);
  return referredTo > mostReferredTo;
}
