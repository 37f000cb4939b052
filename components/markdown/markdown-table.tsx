"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A wide table scrolls by itself, not the page. */
export function MarkdownTable({ children }: { children: ReactNode }) {
  const t = useTranslations("markdown");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <figure className="table-scroll" aria-label={t("table")} tabIndex={0}>
      <table>{children}</table>
    </figure>
  );
}
