import type { Element } from "hast";
import type { ReactNode } from "react";

/**
 * Looks as its author ranked it, but ranks below the page's own headings and never skips a level: answers often
 * begin with a heading of the third rank.
 */
export function MarkdownHeading({ node, children }: { node?: Element; children?: ReactNode }) {
  const level = Number(node?.tagName.slice(1) ?? 3);
  const Tag = level <= 3 ? "h3" : "h4";
  return <Tag className={`level-${level}`}>{children}</Tag>;
}
