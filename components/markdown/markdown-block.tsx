"use client";

import { useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import renderMarkdown, { type Options } from "react-markdown";
import { harden } from "rehype-harden";
import remarkCjkFriendly from "remark-cjk-friendly/parseOnly";
import remarkCjkStrikethrough from "remark-cjk-friendly-gfm-strikethrough/parseOnly";
import remarkGfm from "remark-gfm";
import type { Pluggable, PluggableList } from "unified";
import { CodeBlock } from "./code-block.tsx";
import { hasTooMuchMarkup, remarkLimitSize } from "./limit-size.ts";
import { markdownCloser } from "./markdown-closer.ts";
import { markdownElements } from "./markdown-elements.tsx";
import { normalizeMath } from "./normalize-math.ts";
import { rehypeDirection } from "./rehype-direction.ts";
import { rehypeStrip } from "./rehype-strip.ts";
import { remarkAddresses } from "./remark-addresses.ts";
import { remarkCitations } from "./remark-citations.ts";
import { remarkInlineTags } from "./remark-inline-tags.ts";
import { remarkLineBreaks } from "./remark-line-breaks.ts";
import { remarkPlainMedia } from "./remark-plain-media.ts";
import { safeUrl } from "./safe-url.ts";
import { useLazy } from "./use-lazy.ts";

type BlockProps = {
  text: string;
  /** Definitions from other blocks that this one refers to, as Markdown. */
  definitions: string;
  hasCitations: boolean;
  isDocument: boolean;
  isGrowing: boolean;
  mathSyntax: Pluggable | null;
};

/** One block of a text. Rendered again only when its text or its definitions change. */
export const MarkdownBlock = memo(function MarkdownBlock(props: BlockProps) {
  const { text, definitions, hasCitations, isDocument, isGrowing, mathSyntax } = props;
  const t = useTranslations("markdown");
  const closeOpenMarkdown = useLazy(markdownCloser, isGrowing);
  if (hasTooMuchMarkup(text)) return <CodeBlock code={text} language="" />;
  const whole = isGrowing && closeOpenMarkdown ? closeOpenMarkdown(text) : text;
  const describeImage = (alt: string) => t("image", { alt });
  const remarkPlugins: PluggableList = [
    [remarkGfm, tildes],
    remarkCjkFriendly,
    [remarkCjkStrikethrough, tildes],
    remarkAddresses,
    ...(mathSyntax ? [mathSyntax] : []),
    [remarkPlainMedia, { describeImage, borrowed: definitions.length }],
    ...(hasCitations ? [remarkCitations] : []),
    remarkInlineTags,
    ...(isDocument ? [] : [remarkLineBreaks]),
    remarkLimitSize,
  ];
  const markdown = definitions + (mathSyntax ? normalizeMath(whole) : whole);
  return drawn(text, { children: markdown, remarkPlugins });
});

/** A single tilde means "about" more often than deletion. */
const tildes = { singleTilde: false };

const rehypePlugins: PluggableList = [
  rehypeStrip,
  [harden, { allowedLinkPrefixes: ["*"], linkBlockPolicy: "text-only", imageBlockPolicy: "text-only" }],
  rehypeDirection,
];

/** Parses while rendering, so that text whose nesting overflows the parser's stack is shown as written. */
function drawn(text: string, options: Options): ReactNode {
  try {
    return renderMarkdown({
      ...options,
      rehypePlugins,
      urlTransform: (address) => safeUrl(address)?.href ?? "",
      components: markdownElements,
    });
  } catch {
    return <CodeBlock code={text} language="" />;
  }
}
