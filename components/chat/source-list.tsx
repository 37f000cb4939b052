"use client";

import { useTranslations } from "next-intl";
import type { Citation } from "#lib/conversation/schema.ts";

type SourceListProps = { citations: Citation[]; onOpen: (number: number) => void };

export function SourceList({ citations, onOpen }: SourceListProps) {
  const t = useTranslations("chat");
  const sorted = citations.toSorted((one, other) => one.number - other.number);
  return (
    <ul className="source-list" aria-label={t("sources")}>
      {sorted.map(({ number, title, headingPath }) => (
        <li key={number}>
          <button type="button" className="source-button" onClick={() => onOpen(number)}>
            <span className="source-number">{number}</span>
            <span className="truncate">{headingPath.at(-1) ?? title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
