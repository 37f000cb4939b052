import type { Parent, PhrasingContent, Root, RootContent } from "mdast";
import type { Processor } from "unified";

const tag = /^<(\/?)(br|sub|sup)(?:\s[^<>]*)?\/?>$/i;

type Level = { name: string; source: string; nodes: RootContent[] };

/**
 * Renders the tags `<br>`, `<sub>` and `<sup>`, without attributes. All other HTML stays text, also where it
 * would start an HTML block, so that Markdown between tags renders.
 */
export function remarkInlineTags(this: Processor) {
  const data = this.data() as { micromarkExtensions?: unknown[] };
  data.micromarkExtensions ??= [];
  data.micromarkExtensions.push({ disable: { null: ["htmlFlow"] } });
  return (tree: Root) => renderTags(tree);
}

function renderTags(parent: Parent): void {
  for (const node of parent.children) if ("children" in node) renderTags(node);
  if (parent.children.some(({ type }) => type === "html")) parent.children = pairTags(parent.children);
}

function pairTags(children: readonly RootContent[]): RootContent[] {
  const levels: Level[] = [{ name: "", source: "", nodes: [] }];
  const add = (node: RootContent) => levels.at(-1)?.nodes.push(node);
  for (const node of children) {
    const [source, slash, name] = (node.type === "html" && tag.exec(node.value)) || [];
    if (source === undefined) add(node);
    else if (name?.toLowerCase() === "br") add(lineBreak());
    else if (slash === "") levels.push({ name: name?.toLowerCase() ?? "", source, nodes: [] });
    else if (levels.at(-1)?.name === name?.toLowerCase()) {
      const { nodes, name: closed } = levels.pop() as Level;
      add(elementOf(closed, nodes as PhrasingContent[]));
    } else add({ type: "text", value: source });
  }
  return levels.flatMap(({ source, nodes }, depth): RootContent[] =>
    depth === 0 ? nodes : [{ type: "text", value: source }, ...nodes],
  );
}

/** An element without a Markdown construct of its own; `hName` overrides the node's usual tag. */
export function elementOf(name: string, children: PhrasingContent[]): PhrasingContent {
  return { type: "emphasis", data: { hName: name }, children };
}

export function lineBreak(): PhrasingContent {
  return { type: "text", value: "\n", data: { hName: "br", hChildren: [] } };
}
