import type { Element, Nodes, Root } from "hast";
import { type Direction, firstDirection } from "./first-direction.ts";
import { textOf } from "./text-of.ts";

const byOwnText = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td"]);
/** `dir="auto"` ignores children that have a direction of their own, so these need theirs spelled out. */
const byContent = new Set(["ul", "ol", "blockquote", "table"]);
const address = /^\s*(?:https?:\/\/|www\.|mailto:|\S+@\S+\.)/i;

/** Each paragraph, list item, heading and cell follows its own text. Code and addresses run left to right. */
export function rehypeDirection() {
  return (tree: Root) => {
    direct(tree);
  };
}

/** Returns the direction of the first text within the node, code and addresses left out. */
function direct(node: Nodes): Direction | null {
  if (node.type === "text") return firstDirection(node.value);
  if (!("children" in node)) return null;
  if (node.type === "element" && isLeftToRight(node)) {
    node.properties.dir = "ltr";
    return null;
  }
  let first: Direction | null = null;
  for (const child of node.children) {
    const next = direct(child);
    first ??= next;
  }
  if (node.type === "element") setDirection(node, first);
  return first;
}

function isLeftToRight(element: Element): boolean {
  const { tagName } = element;
  return tagName === "code" || tagName === "pre" || (tagName === "a" && address.test(textOf(element)));
}

function setDirection(element: Element, first: Direction | null): void {
  const { tagName, children } = element;
  const isItem = tagName === "li";
  const isLoose = isItem && children.some((child) => child.type === "element" && child.tagName === "p");
  if (byOwnText.has(tagName) || (isItem && !isLoose)) element.properties.dir = "auto";
  else if (first !== null && (byContent.has(tagName) || isLoose)) element.properties.dir = first;
}
