import type { Nodes, Root } from "mdast";

/** Deeper trees overflow the stack of the browser's layout; people write fewer than ten levels. */
const deepestNesting = 60;
/** A row has as many cells as the head, even if the text leaves them out. */
const mostTableCells = 20_000;
const mostMarkers = 60;
const deepestIndent = 120;
const mostMarkup = 1200;

const startMarkers = /^([ \t]*)((?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]{0,4})*)/;
const fence = /^ {0,3}(?:`{3}|~{3})/;
const tableRule = /^[ \t>|]*:?-+:?[ \t]*\|/m;
/** Characters whose pairs the parser seeks across a paragraph; an underscore within a word is none. */
const markup = /[*~[\]<`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** Whether a block has more markup than is parsed in reasonable time, which grows with the square. */
export function hasTooMuchMarkup(block: string): boolean {
  if (fence.test(block)) return false;
  const isTable = tableRule.test(block);
  let count = 0;
  for (const line of block.split("\n")) {
    const [, indent = "", markers = ""] = startMarkers.exec(line) ?? [];
    if (markers.replace(/[ \t]/g, "").length > mostMarkers) return true;
    if (markers !== "" && indent.length > deepestIndent) return true;
    if (markers !== "" || line.trim() === "" || (isTable && line.includes("|"))) count = 0;
    count += line.match(markup)?.length ?? 0;
    if (count > mostMarkup) return true;
  }
  return false;
}

/** Shows text as written where its markup is too deep or its tables are too large to lay out. */
export function remarkLimitSize() {
  return (tree: Root, file: { value: unknown }) => {
    if (isTooLarge(tree)) tree.children = [{ type: "code", value: String(file.value) }];
  };
}

function isTooLarge(tree: Root): boolean {
  const open: { node: Nodes; depth: number }[] = [{ node: tree, depth: 0 }];
  let cells = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    if (depth > deepestNesting) return true;
    if (node.type === "table") cells += (node.align?.length ?? 0) * node.children.length;
    if (cells > mostTableCells) return true;
    if ("children" in node) for (const child of node.children) open.push({ node: child, depth: depth + 1 });
  }
  return false;
}
