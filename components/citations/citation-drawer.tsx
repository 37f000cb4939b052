"use client";

import { useTranslations } from "next-intl";
import { lazy, type RefObject, Suspense, useEffect } from "react";
import { useMediaQuery } from "#components/ui/use-media-query.ts";
import type { CitedDocument } from "#lib/conversation/schema.ts";
import type { OpenCitation } from "./citation-panel.tsx";

const loadPanel = () => import("./citation-panel.tsx");
const loadSheet = () => import("#components/ui/sheet.tsx");
const CitationPanel = lazy(async () => ({ default: (await loadPanel()).CitationPanel }));
const Sheet = lazy(async () => ({ default: (await loadSheet()).Sheet }));

type CitationViewProps = {
  api: { openCitation: (citation: OpenCitation, signal: AbortSignal) => Promise<CitedDocument> };
  citation: OpenCitation | null;
  isEmbedded: boolean;
  returnFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
};

/** Next to the chat where there is room, over it otherwise. */
export function CitationDrawer({ api, citation, isEmbedded, returnFocus, onClose }: CitationViewProps) {
  const t = useTranslations("citation");
  const isWide = useMediaQuery("(min-width: 1100px)") && !isEmbedded;
  const isOpen = citation !== null;
  useEffect(() => {
    if (isOpen && isWide) return () => returnFocus.current?.focus();
  }, [isOpen, isWide, returnFocus]);

  if (!citation) return null;
  const panel = <CitationPanel citation={citation} load={api.openCitation} onClose={onClose} />;
  if (isWide) {
    return (
      <aside className="citation-aside" aria-label={t("panel", { number: citation.number })}>
        <Suspense fallback={null}>{panel}</Suspense>
      </aside>
    );
  }
  return (
    <Suspense fallback={null}>
      <Sheet
        side="end"
        label={t("panel", { number: citation.number })}
        isOpen
        onClose={onClose}
        returnFocus={returnFocus}
      >
        {panel}
      </Sheet>
    </Suspense>
  );
}

export function preloadCitationView(): void {
  Promise.all([loadPanel(), loadSheet()]).catch(() => {});
}
