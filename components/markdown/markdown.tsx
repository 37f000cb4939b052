"use client";

import type { Element, Nodes } from "hast";
import { useTranslations } from "next-intl";
import { memo, useMemo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import { harden } from "rehype-harden";
import remarkGfm from "remark-gfm";
import type { Pluggable, PluggableList } from "unified";
import { CitationMark } from "./citation-mark.tsx";
import { CodeBlock } from "./code-block.tsx";
import { MarkdownHeading } from "./markdown-heading.tsx";
import { MarkdownLink } from "./markdown-link.tsx";
import { MarkdownTable } from "./markdown-table.tsx";
import { MathText, mathEngine } from "./math.tsx";
import { mayHoldMath, normalizeMath } from "./normalize-math.ts";
import { rehypeStrip } from "./rehype-strip.ts";
import { remarkCitations } from "./remark-citations.ts";
import { remarkPlainMedia } from "./remark-plain-media.ts";
import { safeUrl } from "./safe-url.ts";
import { splitBlocks } from "./split-blocks.ts";
import { TaskBox } from "./task-box.tsx";
import { lazySlot, useLazy } from "./use-lazy.ts";

const closer = lazySlot(async () => (await import("./close-open-markdown.ts")).closeOpenMarkdown);
/** Needed only for a running answer. */
export const loadMarkdownCloser = closer.load;

type MarkdownProps = { text: string; hasCitations?: boolean; isStreaming?: boolean };

/**
 * Renders untrusted text from a model or a document: raw HTML stays text, images do not load, links show
 * their host, and no attribute from the text reaches the page.
 */
export function Markdown({ text, hasCitations = false, isStreaming = false }: MarkdownProps) {
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const engine = useLazy(mathEngine, mayHoldMath(text));
  return (
    <div className="prose" dir="auto" data-streaming={isStreaming || undefined}>
      {blocks.map((block, index) => (
        <Block
          // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end
          key={index}
          text={block}
          hasCitations={hasCitations}
          isGrowing={isStreaming && index === blocks.length - 1}
          mathSyntax={engine?.mathSyntax ?? null}
        />
      ))}
    </div>
  );
}

type BlockProps = { text: string; hasCitations: boolean; isGrowing: boolean; mathSyntax: Pluggable | null };

const Block = memo(function Block({ text, hasCitations, isGrowing, mathSyntax }: BlockProps) {
  const t = useTranslations("markdown");
  const closeOpenMarkdown = useLazy(closer, isGrowing);
  const whole = isGrowing && closeOpenMarkdown ? closeOpenMarkdown(text) : text;
  const remark: PluggableList = [
    remarkGfm,
    ...(mathSyntax ? [mathSyntax] : []),
    [remarkPlainMedia, { describeImage: (alt: string) => t("image", { alt }) }],
    ...(hasCitations ? [remarkCitations] : []),
  ];
  return (
    <ReactMarkdown
      remarkPlugins={remark}
      rehypePlugins={walls}
      urlTransform={(address) => safeUrl(address)?.href ?? ""}
      components={components}
    >
      {mathSyntax ? normalizeMath(whole) : whole}
    </ReactMarkdown>
  );
});

const walls: PluggableList = [
  rehypeStrip,
  [harden, { allowedLinkPrefixes: ["*"], linkBlockPolicy: "text-only", imageBlockPolicy: "text-only" }],
];

const components: Components = {
  a: ({ node, children }) => (
    <MarkdownLink href={attribute(node, "href")} text={textOf(node)}>
      {children}
    </MarkdownLink>
  ),
  button: ({ node }) => <CitationMark number={Number(attribute(node, "value"))} />,
  h1: MarkdownHeading,
  h2: MarkdownHeading,
  h3: MarkdownHeading,
  h4: MarkdownHeading,
  h5: MarkdownHeading,
  h6: MarkdownHeading,
  code: ({ node, children }) =>
    hasMath(node) ? <MathText code={textOf(node)} isDisplay={false} /> : <code>{children}</code>,
  img: () => null,
  input: ({ node }) => <TaskBox isDone={node?.properties.checked === true} />,
  pre: ({ node }) => {
    const code = node?.children[0];
    const language = code?.type === "element" ? languageOf(code) : "";
    if (language === "math") return <MathText code={textOf(node)} isDisplay />;
    return <CodeBlock code={textOf(node).replace(/\n$/, "")} language={language} />;
  },
  table: ({ children }) => <MarkdownTable>{children}</MarkdownTable>,
};

function attribute(node: Element | undefined, name: string): string {
  const value = node?.properties[name];
  return typeof value === "string" ? value : "";
}

function hasMath(node: Element | undefined): boolean {
  const classes = node?.properties.className;
  return Array.isArray(classes) && classes.includes("math-inline");
}

function languageOf({ properties }: Element): string {
  const classes = Array.isArray(properties.className) ? properties.className : [];
  return /^language-([\w+#-]{1,20})/.exec(String(classes[0] ?? ""))?.[1]?.toLowerCase() ?? "";
}

function textOf(node: Nodes | undefined): string {
  if (!node) return "";
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
