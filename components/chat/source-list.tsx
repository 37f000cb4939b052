"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { Citation } from "#lib/conversation/schema.ts";
import { usePageLabel } from "./use-page-label.ts";

type SourceListProps = { citations: Citation[]; onOpen: (citation: Citation) => void };

export function SourceList({ citations, onOpen }: SourceListProps) {
  const t = useTranslations("chat");
  const pageLabel = usePageLabel();
  const sorted = citations.toSorted((one, other) => one.number - other.number);
  return (
    <ul className="source-list" aria-label={t("sources")}>
      {sorted.map((citation) => (
        <li key={citation.number}>
          <Button variant="plain" className="source-button" onClick={() => onOpen(citation)}>
            <span className="source-number">{citation.number}</span>
            <span className="truncate">
              <bdi>{citation.headingPath.at(-1) ?? citation.title}</bdi>
            </span>
            {citation.pages && <span className="source-page">{pageLabel(citation.pages)}</span>}
          </Button>
        </li>
      ))}
    </ul>
  );
}
