import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { Citation } from "#lib/conversation/schema.ts";

/** "Page 3", "Slides 4–5"; null where the document has none. */
export function usePageLabel(): (pages: Citation["pages"]) => string | null {
  const t = useTranslations("citation");
  return useCallback(
    (pages) => {
      if (!pages) return null;
      const { kind, first, last } = pages;
      return first === last ? t(`${kind}.one`, { first }) : t(`${kind}.more`, { first, last });
    },
    [t],
  );
}
