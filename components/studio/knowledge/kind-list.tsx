"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { kindIcons } from "./kind-icon.tsx";

const addKinds = ["site", "page", "sitemap", "text", "pairs"] as const;
export type AddKind = (typeof addKinds)[number];

/** The kinds of knowledge other than files, each with a description. */
export function KindList({ onChoose }: { onChoose: (kind: AddKind) => void }) {
  const t = useTranslations("studioKnowledge");
  return (
    <ul>
      {addKinds.map((kind) => {
        const Icon = kindIcons[kind];
        return (
          <li key={kind} className="not-first:border-t not-first:border-line">
            <Button
              variant="plain"
              className="flex w-full items-center gap-3.5 rounded-lg px-2 py-3 text-start transition-colors hover:bg-sunken"
              onClick={() => onChoose(kind)}
            >
              <Icon aria-hidden className="size-4.5 flex-none stroke-[1.6] text-ink-muted" />
              <span className="grid flex-1">
                <b className="font-strong">{t(`kinds.${kind}.name`)}</b>
                <small className="text-small text-pretty text-ink-muted">{t(`kinds.${kind}.about`)}</small>
              </span>
              <ChevronRight aria-hidden className="size-3.5 flex-none stroke-[1.6] text-ink-muted" />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
