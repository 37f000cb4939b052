import type { Element, Nodes, Root } from "hast";

const kept: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  button: ["value"],
  code: ["className"],
  ol: ["start"],
  td: ["align"],
  th: ["align"],
  input: ["type", "checked", "disabled"],
};

/**
 * Keeps only the attributes our own rendering reads. Above all no `id` or `name`, by which text could stand in
 * for the page's own globals (DOM clobbering), and no handler, style or title.
 */
export function rehypeStrip() {
  return (tree: Root) => strip(tree);
}

function strip(node: Nodes): void {
  if (node.type === "element") node.properties = keptProperties(node);
  if ("children" in node) for (const child of node.children) strip(child);
}

function keptProperties({ tagName, properties }: Element): Element["properties"] {
  const names = kept[tagName] ?? [];
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
