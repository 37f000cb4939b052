import type { Element } from "hast";
import type { ReactNode } from "react";

/**
 * Styled at the level in the text, but its element is below the page's headings and never skips a level:
 * answers often start with a level-3 heading.
 */
export function MarkdownHeading({ node, children }: { node?: Element; children?: ReactNode }) {
  const level = Number(node?.tagName.slice(1) ?? 3);
  const Tag = level <= 3 ? "h3" : "h4";
  return (
    <Tag className={`level-${level}`} dir="auto">
      {children}
    </Tag>
  );
}
