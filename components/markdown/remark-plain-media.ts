import type { Definition, FootnoteDefinition, Node, Parent, PhrasingContent, Root, RootContent } from "mdast";
import { elementOf } from "./remark-inline-tags.ts";

type Replaced = RootContent[] | null;

type PlainMediaOptions = {
  describeImage: (alt: string) => string;
  /** How many characters of definitions from other blocks precede the text. */
  borrowed: number;
};

/**
 * Removes from Markdown what untrusted text must not do: load images, link citation numbers to its own URLs,
 * and create footnotes, whose ids would enter the page.
 */
export function remarkPlainMedia({ describeImage, borrowed }: PlainMediaOptions) {
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
        if (!isNumber(node.identifier)) return null;
        return isBorrowed(node, borrowed) ? [] : [spelledOut(node)];
      case "footnoteReference":
        return [raised(node)];
      case "footnoteDefinition":
        return isBorrowed(node, borrowed) ? [] : footnote(node);
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

function isBorrowed(node: Node, borrowed: number): boolean {
  return (node.position?.start.offset ?? borrowed) < borrowed;
}

function raised({ label, identifier }: { label?: string | null; identifier: string }): PhrasingContent {
  return elementOf("sup", [{ type: "text", value: label ?? identifier }]);
}

function footnote(definition: FootnoteDefinition): RootContent[] {
  const [first, ...rest] = definition.children;
  const mark = raised(definition);
  if (first?.type !== "paragraph") return [{ type: "paragraph", children: [mark] }, ...definition.children];
  return [{ ...first, children: [mark, { type: "text", value: " " }, ...first.children] }, ...rest];
}
