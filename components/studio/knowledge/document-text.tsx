"use client";

import { Markdown } from "#components/markdown/markdown.tsx";

/** Renders a part of a document. */
export function DocumentText({ format, text }: { format: "markdown" | "text"; text: string }) {
  return format === "markdown" ? (
    <Markdown text={text} isDocument />
  ) : (
    <div className="plain-document">{text}</div>
  );
}
