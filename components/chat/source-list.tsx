"use client";

import { useTranslations } from "next-intl";
import type { Citation } from "#lib/conversation/schema.ts";

type SourceListProps = { citations: Citation[]; onOpen: (citation: Citation) => void };

export function SourceList({ citations, onOpen }: SourceListProps) {
  const t = useTranslations("chat");
  const sorted = citations.toSorted((one, other) => one.number - other.number);
  return (
    <ul className="source-list" aria-label={t("sources")}>
      {sorted.map((citation) => (
        <li key={citation.number}>
          <button type="button" className="source-button" onClick={() => onOpen(citation)}>
            <span className="source-number">{citation.number}</span>
            <span className="truncate">{citation.headingPath.at(-1) ?? citation.title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
