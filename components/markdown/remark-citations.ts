import type { Parent, PhrasingContent, Root, RootContent, Text } from "mdast";

const mark = /\[(\d{1,3})\]/g;

/**
 * Turns `[2]` in running text into `<button value="2">`. Markdown yields no other button, since raw HTML
 * stays text. Code has no text nodes, and link texts are skipped.
 */
export function remarkCitations() {
  return (tree: Root) => mergeAndMark(tree);
}

function mergeAndMark(parent: Parent): void {
  parent.children = mergeText(parent.children).flatMap((node): RootContent[] => {
    if (node.type === "text") return markText(node);
    if ("children" in node && node.type !== "link" && node.type !== "linkReference") mergeAndMark(node);
    return [node];
  });
}

function mergeText(nodes: RootContent[]): RootContent[] {
  const merged: RootContent[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    if (node.type === "text" && last?.type === "text") {
      merged[merged.length - 1] = { type: "text", value: last.value + node.value };
    } else {
      merged.push(node);
    }
  }
  return merged;
}

function markText({ value }: Text): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let at = 0;
  for (const match of value.matchAll(mark)) {
    const between = value.slice(at, match.index).replace(/ $/, "");
    if (between !== "") nodes.push({ type: "text", value: between });
    nodes.push({
      type: "text",
      value: match[0],
      data: {
        hName: "button",
        hProperties: { value: match[1] },
        hChildren: [{ type: "text", value: match[1] ?? "" }],
      },
    });
    at = match.index + match[0].length;
  }
  if (at < value.length) nodes.push({ type: "text", value: value.slice(at) });
  return nodes;
}
