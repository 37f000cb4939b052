"use client";

import { useTranslations } from "next-intl";
import { createContext, use } from "react";
import { Button } from "#components/ui/button.tsx";
import type { Citation } from "#lib/conversation/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { CardReference } from "#lib/skills/card.ts";
import { ReferenceMark } from "./reference-mark.tsx";

export type CitationLinks = {
  citations: Citation[];
  /** What cards of the answer refer to. They share the numbers of its marks. */
  references?: readonly CardReference[];
  open: (citation: Citation) => void;
};

export const CitationContext = createContext<CitationLinks | null>(null);

/**
 * The number of a citation in an answer. components/markdown/remark-citations.ts finds the marks in the text,
 * and markdown-elements.tsx there renders each as this component.
 */
export function CitationMark({ number }: { number: number }) {
  const t = useTranslations("citation");
  const links = use(CitationContext);
  const citation = links?.citations.find((one) => one.number === number);
  if (!links) return `[${number}]`;
  const reference = citation ? undefined : links.references?.find((one) => one.number === number);
  if (reference) return <ReferenceMark reference={reference} />;
  const label = citation
    ? t("chip", { number, title: isolateText(citation.title) })
    : t("chipMissing", { number });
  return (
    <Button
      variant="plain"
      className="citation-mark"
      disabled={!citation}
      aria-label={label}
      title={citation ? isolateText(citation.title) : label}
      onClick={() => citation && links.open(citation)}
    >
      {number}
    </Button>
  );
}
