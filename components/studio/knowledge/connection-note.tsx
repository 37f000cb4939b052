"use client";

import { useTranslations } from "next-intl";
import { useKnowledge } from "./use-knowledge.ts";

/** Says over the page, so that nothing on it moves, when what is shown may no longer be so. */
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
