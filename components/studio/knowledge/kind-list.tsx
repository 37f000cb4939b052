"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { kindIcons } from "./kind-icon.tsx";

export const addKinds = ["site", "page", "sitemap", "text", "pairs"] as const;
export type AddKind = (typeof addKinds)[number];

/** The ways of adding knowledge that are not files, each with what it is for. */
export function KindList({ onChoose }: { onChoose: (kind: AddKind) => void }) {
  const t = useTranslations("studioKnowledge");
  return (
    <ul className="kind-list">
      {addKinds.map((kind) => {
        const Icon = kindIcons[kind];
        return (
          <li key={kind}>
            <button type="button" onClick={() => onChoose(kind)}>
              <Icon aria-hidden />
              <span>
                <b>{t(`kinds.${kind}.name`)}</b>
                <small>{t(`kinds.${kind}.about`)}</small>
              </span>
              <ChevronRight aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
