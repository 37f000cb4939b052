"use client";

import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { CardReference } from "#lib/skills/card.ts";

/** A mark that leads to what a card refers to. The conversation stays open behind it. */
export function ReferenceMark({ reference }: { reference: CardReference }) {
  const t = useTranslations("citation");
  const { number, title, href } = reference;
  return (
    <a
      className="citation-mark"
      href={href}
      target="_blank"
      rel="noopener"
      aria-label={t("reference", { number, title: isolateText(title) })}
      title={isolateText(title)}
    >
      {number}
    </a>
  );
}
