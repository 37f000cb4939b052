"use client";

import { Markdown } from "#components/markdown/markdown.tsx";

/** A part of a document as a reader would see it. */
export function DocumentText({ format, text }: { format: "markdown" | "text"; text: string }) {
  return format === "markdown" ? <Markdown text={text} /> : <div className="plain-document">{text}</div>;
}
