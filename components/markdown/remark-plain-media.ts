import type { Definition, FootnoteDefinition, Node, Parent, PhrasingContent, Root, RootContent } from "mdast";

type Replaced = RootContent[] | null;

/**
 * Removes from Markdown what untrusted text must not do: load images, link citation numbers to its own URLs,
 * and create footnotes, whose ids would enter the page.
 */
export function remarkPlainMedia({ describeImage }: { describeImage: (alt: string) => string }) {
  const replace = (node: RootContent): Replaced => {
    switch (node.type) {
      case "image":
      case "imageReference":
        return [{ type: "text", value: describeImage(node.alt ?? "") }];
      case "linkReference":
        return isNumber(node.identifier)
          ? unlinked(node.children, node.referenceType, node.identifier)
          : null;
      case "definition":
        return isNumber(node.identifier) ? [spelledOut(node)] : null;
      case "footnoteReference":
        return [{ type: "text", value: `[${node.label ?? node.identifier}]` }];
      case "footnoteDefinition":
        return footnote(node);
      default:
        return null;
    }
  };
  return (tree: Root) => replaceIn(tree, replace);
}

function replaceIn(parent: Parent, replace: (node: RootContent) => Replaced): void {
  parent.children = parent.children.flatMap((node) => {
    if (isParent(node)) replaceIn(node, replace);
    return replace(node) ?? [node];
  });
}

function isParent(node: Node): node is Parent {
  return "children" in node;
}

/** Numbers in brackets are always citations, even if the text defines them as links. */
function isNumber(identifier: string): boolean {
  return /^\d{1,3}$/.test(identifier);
}

function unlinked(children: PhrasingContent[], kind: string, number: string): PhrasingContent[] {
  const mark: PhrasingContent = { type: "text", value: `[${number}]` };
  if (kind === "shortcut" || kind === "collapsed") return [mark];
  return [{ type: "text", value: "[" }, ...children, { type: "text", value: "]" }, mark];
}

function spelledOut({ identifier, url }: Definition): RootContent {
  return { type: "paragraph", children: [{ type: "text", value: `[${identifier}]: ${url}` }] };
}

function footnote({ label, identifier, children }: FootnoteDefinition): RootContent[] {
  return [
    { type: "paragraph", children: [{ type: "text", value: `[${label ?? identifier}]` }] },
    ...children,
  ];
}
