import type { Element, ElementContent } from "hast";
import { BLOCKS, create, elementsNamed, isBlank, isElement, textOf } from "../html/html-tree.ts";
import { countHeadRows, type Grid, headCells, type SpannedCell, spreadCells } from "./merged-cells.ts";

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
  return [...caption, ...dataTable(table, rows, cells)];
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

type Content = { children: ElementContent[] };

/** Rows of one cell above the head are titles. */
function dataTable(table: Element, rows: Element[], cells: Element[][]): Element[] {
  const inHead = new Set(elementsNamed(table, ["thead"]).flatMap((head) => elementsNamed(head, ["tr"])));
  const filled = rows.flatMap((row, at) => (cells[at]?.length ? [{ row, cells: cells[at] }] : []));
  const grid = spreadCells(filled.map((line) => line.cells.map(spannedCell)));
  const titles = Math.max(
    grid.findIndex((row) => new Set(row.filter(Boolean)).size > 1),
    0,
  );
  const body = grid.slice(titles);
  const marked = filled
    .slice(titles)
    .findIndex((line) => !inHead.has(line.row) && !line.cells.every(({ tagName }) => tagName === "th"));
  const heads = countHeadRows(body, marked, textOfContent);
  const head = headCells(body, heads, textOfContent).map((contents) =>
    create(
      "th",
      contents.flatMap(({ children }, at) => (at === 0 ? children : [space(" "), ...children])),
    ),
  );
  return [
    ...grid.slice(0, titles).map((row) => create("p", [create("strong", row[0]?.value.children ?? [])])),
    create("table", [create("tbody", [create("tr", head), ...body.slice(heads).map(dataRow)])]),
  ];
}

const textOfContent = ({ children }: Content) => children.map(textOf).join("");

function dataRow(row: Grid<Content>[number]): Element {
  return create(
    "tr",
    row.map((cell) => create("td", cell ? cell.value.children : [])),
  );
}

function spannedCell(cell: Element): SpannedCell<Content> {
  const { colSpan, rowSpan } = cell.properties;
  const isToEnd = String(rowSpan) === "0";
  return {
    value: { children: inlineOnly(cell.children) },
    colSpan: Number(colSpan) || 1,
    rowSpan: isToEnd ? Number.POSITIVE_INFINITY : Number(rowSpan) || 1,
  };
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
