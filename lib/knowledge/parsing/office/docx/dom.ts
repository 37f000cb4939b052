/** The first child with this name, prefix included. */
export function child(node: Element | null | undefined, name: string): Element | null {
  for (let at = node?.firstChild ?? null; at; at = at.nextSibling)
    if (at.nodeName === name) return at as Element;
  return null;
}

/** The nearest enclosing element with this name. */
export function ancestor(node: Node, name: string): Element | null {
  for (let at = node.parentNode; at; at = at.parentNode) if (at.nodeName === name) return at as Element;
  return null;
}

/** The value of a child, such as `w:val` of `w:numId`. */
export const childValue = (node: Element | null | undefined, name: string) =>
  child(node, name)?.getAttribute("w:val") || null;

const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

export function makeElement(document: Document, name: string, children: Node[] = []): Element {
  const element = document.createElementNS(W, name);
  for (const one of children) element.appendChild(one);
  return element;
}

export function makeRun(document: Document, text: string): Element {
  const words = makeElement(document, "w:t", [document.createTextNode(text)]);
  words.setAttribute("xml:space", "preserve");
  return makeElement(document, "w:r", [words]);
}

export const makeParagraph = (document: Document, text: string) =>
  makeElement(document, "w:p", [makeRun(document, text)]);

export const makeTable = (document: Document, rows: string[][]) =>
  makeElement(
    document,
    "w:tbl",
    rows.map((row) =>
      makeElement(
        document,
        "w:tr",
        row.map((text) => makeElement(document, "w:tc", [makeParagraph(document, text)])),
      ),
    ),
  );
