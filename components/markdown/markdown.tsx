"use client";

import type { Element, Nodes } from "hast";
import { useTranslations } from "next-intl";
import { memo, useMemo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import { harden } from "rehype-harden";
import remarkGfm from "remark-gfm";
import remend from "remend";
import type { PluggableList } from "unified";
import { CitationMark } from "./citation-mark.tsx";
import { CodeBlock } from "./code-block.tsx";
import { MarkdownLink } from "./markdown-link.tsx";
import { MarkdownTable } from "./markdown-table.tsx";
import type { MathPlugins } from "./math-plugins.ts";
import { mayHoldMath, normalizeMath } from "./normalize-math.ts";
import { rehypeStrip } from "./rehype-strip.ts";
import { remarkCitations } from "./remark-citations.ts";
import { remarkPlainMedia } from "./remark-plain-media.ts";
import { safeUrl } from "./safe-url.ts";
import { splitBlocks } from "./split-blocks.ts";
import { lazySlot, useLazy } from "./use-lazy.ts";

const math = lazySlot(async () => (await import("./math-plugins.ts")).mathPlugins);

type MarkdownProps = { text: string; hasCitations?: boolean; isStreaming?: boolean };

/**
 * Text from a model or a document, which nobody vouches for: raw HTML stays text, images do not load, links
 * name their host, and no attribute of the text's own reaches the page.
 */
export function Markdown({ text, hasCitations = false, isStreaming = false }: MarkdownProps) {
  const blocks = useMemo(() => splitBlocks(text), [text]);
  const plugins = useLazy(math, mayHoldMath(text));
  return (
    <div className="prose" data-streaming={isStreaming || undefined}>
      {blocks.map((block, index) => (
        <Block
          // biome-ignore lint/suspicious/noArrayIndexKey: text only grows at its end, so a block keeps its place
          key={index}
          text={block}
          hasCitations={hasCitations}
          isGrowing={isStreaming && index === blocks.length - 1}
          math={plugins}
        />
      ))}
    </div>
  );
}

type BlockProps = { text: string; hasCitations: boolean; isGrowing: boolean; math: MathPlugins | null };

const Block = memo(function Block({ text, hasCitations, isGrowing, math }: BlockProps) {
  const t = useTranslations("markdown");
  const whole = isGrowing ? heal(text) : text;
  const remark: PluggableList = [
    remarkGfm,
    ...(math?.remark ?? []),
    [remarkPlainMedia, { describeImage: (alt: string) => t("image", { alt }) }],
    ...(hasCitations ? [remarkCitations] : []),
  ];
  return (
    <ReactMarkdown
      remarkPlugins={remark}
      rehypePlugins={[...firstWalls, ...(math?.rehype ?? [])]}
      urlTransform={(address) => safeUrl(address)?.href ?? ""}
      components={components}
    >
      {math ? normalizeMath(whole) : whole}
    </ReactMarkdown>
  );
});

const firstWalls: PluggableList = [
  rehypeStrip,
  [harden, { allowedLinkPrefixes: ["*"], linkBlockPolicy: "text-only", imageBlockPolicy: "text-only" }],
];

const components: Components = {
  a: ({ node, children }) => <MarkdownLink href={attribute(node, "href")} text={textOf(node)}>{children}</MarkdownLink>,
  button: ({ node }) => <CitationMark number={Number(attribute(node, "value"))} />,
  img: () => null,
  pre: ({ node }) => {
    const code = node?.children[0];
    const language = code?.type === "element" ? languageOf(code) : "";
    return <CodeBlock code={textOf(node).replace(/\n$/, "")} language={language} />;
  },
  table: ({ children }) => <MarkdownTable>{children}</MarkdownTable>,
};

/** Completes what the stream has not yet closed, and holds back a mark that is only half there. */
function heal(text: string): string {
  return remend(text.replace(/ ?\[\d{0,3}$/, ""), { linkMode: "text-only", htmlTags: false });
}

function attribute(node: Element | undefined, name: string): string {
  const value = node?.properties[name];
  return typeof value === "string" ? value : "";
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
