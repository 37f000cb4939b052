import type { Parent, Root, RootContent } from "mdast";
import { lineBreak } from "./remark-inline-tags.ts";

/** Renders a single newline as a line break: models write lines as they should appear. */
export function remarkLineBreaks() {
  return (tree: Root) => breakLines(tree);
}

function breakLines(parent: Parent): void {
  parent.children = parent.children.flatMap((node): RootContent[] => {
    if (node.type === "text" && node.data?.hName === undefined && node.value.includes("\n")) {
      return node.value
        .split(/[ \t]*\r?\n[ \t]*/)
        .flatMap((line, index): RootContent[] => [
          ...(index > 0 ? [lineBreak()] : []),
          ...(line === "" ? [] : [{ type: "text", value: line } as const]),
        ]);
    }
    if ("children" in node) breakLines(node);
    return [node];
  });
}
