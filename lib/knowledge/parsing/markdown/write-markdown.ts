import type { Root as HtmlRoot } from "hast";
import type { Emphasis, Nodes, Paragraph, Parents, Root, Strong, Text } from "mdast";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify, { type Options } from "remark-stringify";
import { unified } from "unified";

type TextHandler = NonNullable<NonNullable<Options["handlers"]>["text"]>;
type State = Parameters<TextHandler>[2];
type Info = Parameters<TextHandler>[3];

const processor = unified()
  .use(rehypeRemark)
  .use(remarkGfm, { tablePipeAlign: false })
  .use(remarkStringify, {
    bullet: "-",
    rule: "-",
    fences: true,
    resourceLink: true,
    handlers: { text: writeText, strong: markWriter("**"), emphasis: markWriter("*") },
  })
  .freeze();

/** Writes HTML as Markdown without escapes inside words, character references and table padding. */
export function writeMarkdown(html: HtmlRoot): string {
  const tree = processor.runSync(html) as Root;
  tidy(tree);
  return processor.stringify(tree);
}

/**
 * Merges adjacent code spans, which would otherwise need extra backticks, and removes paragraphs of line
 * breaks.
 */
function tidy(node: Nodes): void {
  if (!("children" in node)) return;
  const kept: Nodes[] = [];
  for (const child of node.children as Nodes[]) {
    const last = kept.at(-1);
    if (child.type === "paragraph" && isEmpty(child)) continue;
    if (last?.type === "inlineCode" && child.type === "inlineCode") last.value += child.value;
    else kept.push(child);
    tidy(child);
  }
  (node as { children: Nodes[] }).children = kept;
}

function isEmpty(paragraph: Paragraph): boolean {
  return paragraph.children.every(
    (child) => child.type === "break" || (child.type === "text" && child.value.trim() === ""),
  );
}

/** An underscore between letters never marks emphasis, and search needs `pg_class` unescaped. */
function writeText(node: Text, _parent: Parents | undefined, state: State, info: Info): string {
  return state.safe(node.value, info).replace(/(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu, "_");
}

/** Emphasis marks that would not parse (inside a word, next to spaces or punctuation) are omitted. */
function markWriter(mark: "*" | "**") {
  const write = (node: Strong | Emphasis, _parent: Parents | undefined, state: State, info: Info): string => {
    const inner = state.containerPhrasing(node, { ...info, before: mark, after: mark });
    const isReadable =
      /^[\p{L}\p{N}`]/u.test(inner) &&
      /[\p{L}\p{N}`.)]$/u.test(inner) &&
      !/[\p{L}\p{N}*_]$/u.test(info.before) &&
      !/^[\p{L}\p{N}*_]/u.test(info.after);
    return isReadable ? mark + inner + mark : inner;
  };
  return Object.assign(write, { peek: () => "*" });
}
