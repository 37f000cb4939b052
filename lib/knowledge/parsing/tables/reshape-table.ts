import type { Element, ElementContent } from "hast";
import { BLOCKS, create, elementsNamed, isBlank, isElement, textOf } from "../html/html-tree.ts";

const MAX_COLUMN_SPAN = 20;
const MAX_ROW_SPAN = 500;
/** Converts a table to one line per cell; layout tables and single-column tables become their content. */
export function reshapeTable(table: Element): ElementContent[] {
  const caption = table.children
    .filter((child) => isElement(child, "caption"))
    .map((child) => create("p", [create("strong", isElement(child) ? inlineOnly(child.children) : [])]));
  const rows = elementsNamed(table, ["tr"]);
  const cells = rows.map(cellsOf);
  const columns = Math.max(0, ...cells.map((row) => row.length));
  if (columns === 0)
    return [
      ...caption,
      create(
        "div",
        table.children.filter((child) => !isElement(child, "caption")),
      ),
    ];
  if (isLayout(table, cells, columns))
    return [...caption, ...cells.flat().map((cell) => create("div", cell.children))];
  if (columns === 1) return [...caption, ...singleColumn(rows, cells)];
  return [...caption, dataTable(rows, cells)];
}

function cellsOf(row: Element): Element[] {
  return row.children.filter((child) => isElement(child, "td", "th")) as Element[];
}

function isLayout(table: Element, cells: Element[][], columns: number): boolean {
  const count = cells.reduce((sum, row) => sum + row.length, 0);
  return (
    ["presentation", "none"].includes(String(table.properties.role)) ||
    (cells.length === 1 && columns === 1) ||
    columns * cells.length > 8 * count + 1000 ||
    cells.flat().some(holdsSections)
  );
}

function holdsSections(cell: Element): boolean {
  return elementsNamed(cell, ["h1", "h2", "h3", "h4", "h5", "h6", "table"]).length > 0;
}

/** Rows become list items, so that a signature, its description and its examples stay together. */
function singleColumn(rows: Element[], cells: Element[][]): Element[] {
  const output: Element[] = [];
  let items: Element[] = [];
  rows.forEach((_, index) => {
    const cell = cells[index]?.[0];
    if (!cell) return;
    if (cell.tagName === "th") {
      if (items.length > 0) output.push(create("ul", items));
      items = [];
      output.push(create("p", [create("strong", inlineOnly(cell.children))]));
    } else items.push(create("li", cell.children));
  });
  return items.length > 0 ? [...output, create("ul", items)] : output;
}

function dataTable(rows: Element[], cells: Element[][]): Element {
  const lines = rows.map((_, index) => create("tr", (cells[index] ?? []).map(dataCell)));
  return create("table", [
    create(
      "tbody",
      lines.filter((line) => line.children.length > 0),
    ),
  ]);
}

function dataCell(cell: Element): Element {
  const colSpan = Math.min(Number(cell.properties.colSpan) || 1, MAX_COLUMN_SPAN);
  const rowSpan = Math.min(Number(cell.properties.rowSpan) || 1, MAX_ROW_SPAN);
  return { ...create(cell.tagName, inlineOnly(cell.children)), properties: { colSpan, rowSpan } };
}

/** Flattens blocks in a cell to text separated by spaces; list items end with a semicolon. */
function inlineOnly(nodes: ElementContent[]): ElementContent[] {
  const parts = nodes.flatMap((node, index): ElementContent[] => {
    if (!isElement(node)) return [node];
    if (node.tagName === "br") return [space(" ")];
    if (node.tagName === "pre")
      return [space(" "), create("code", [space(oneSpace(textOf(node)))]), space(" ")];
    const children = inlineOnly(node.children);
    if (!BLOCKS.has(node.tagName)) return [{ ...node, children }];
    const isListed = node.tagName === "li" && nodes.slice(index + 1).some((next) => !isBlank(next));
    return [space(" "), ...children, space(isListed ? "; " : " ")];
  });
  return parts;
}

function space(value: string): ElementContent {
  return { type: "text", value };
}

function oneSpace(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
