import type { Element, Nodes, Root } from "hast";

const allowed: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  button: ["value"],
  code: ["className"],
  ol: ["start"],
  td: ["align"],
  th: ["align"],
  input: ["type", "checked", "disabled"],
};

/**
 * Keeps only the attributes that our components read. Above all no `id` or `name`, with which text could
 * shadow the page's globals (DOM clobbering), and no handler, style or title.
 */
export function rehypeStrip() {
  return (tree: Root) => strip(tree);
}

function strip(node: Nodes): void {
  if (node.type === "element") node.properties = allowedProperties(node);
  if ("children" in node) for (const child of node.children) strip(child);
}

function allowedProperties({ tagName, properties }: Element): Element["properties"] {
  const names = allowed[tagName] ?? [];
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
