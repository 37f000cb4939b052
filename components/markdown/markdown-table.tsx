"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A wide table scrolls inside its own frame. */
export function MarkdownTable({ dir, children }: { dir: string | undefined; children: ReactNode }) {
  const t = useTranslations("markdown");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need keyboard focus
    <figure className="table-scroll" aria-label={t("table")} tabIndex={0}>
      <table dir={dir}>{children}</table>
    </figure>
  );
}
