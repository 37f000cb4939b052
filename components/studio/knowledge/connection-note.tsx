"use client";

import { useTranslations } from "next-intl";
import { useKnowledge } from "./use-knowledge.ts";

/** Warns that the page may be out of date. Overlays the page, so that nothing moves. */
export function ConnectionNote() {
  const t = useTranslations("studioKnowledge");
  const { live } = useKnowledge();
  return (
    <p
      className="fixed inset-x-0 top-3 z-30 mx-auto w-fit rounded-full bg-ink px-3 py-1.5 text-small text-canvas empty:hidden"
      role="status"
      data-live={(live?.sources && !live.isBroken) || undefined}
    >
      {live?.isBroken && t("offline")}
    </p>
  );
}
