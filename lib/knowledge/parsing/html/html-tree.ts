import type { Element, ElementContent, Nodes, Root } from "hast";

export const BLOCKS = new Set(
  `address article blockquote center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre
   section summary ul table tbody thead tfoot tr td th`.split(/\s+/),
);

/** The outermost elements with one of these names, in order. */
export function elementsNamed(node: Root | Element, names: string[]): Element[] {
  return node.children.flatMap((child) => {
    if (child.type !== "element") return [];
    return names.includes(child.tagName) ? [child] : elementsNamed(child, names);
  });
}

export function textOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

export function classNames(element: Element): string[] {
  const { className } = element.properties;
  return Array.isArray(className) ? className.map((name) => String(name).toLowerCase()) : [];
}

export function hasClass(element: Element, ...names: string[]): boolean {
  return classNames(element).some((name) => names.includes(name));
}

export function isElement(node: Nodes | undefined, ...names: string[]): node is Element {
  return node?.type === "element" && (names.length === 0 || names.includes(node.tagName));
}

export function create(tagName: string, children: ElementContent[]): Element {
  return { type: "element", tagName, properties: {}, children };
}

export function isBlank(node: Nodes): boolean {
  return node.type === "comment" || (node.type === "text" && node.value.trim() === "");
}

export function containsBlocks(node: ElementContent): boolean {
  return node.type === "element" && (BLOCKS.has(node.tagName) || node.children.some(containsBlocks));
}
