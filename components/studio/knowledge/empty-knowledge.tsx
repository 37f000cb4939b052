"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { isolateText } from "#lib/core/isolate-text.ts";
import { dropTargetClass } from "./drop-target-class.ts";
import { FileChooser } from "./file-chooser.tsx";
import { type AddKind, KindList } from "./kind-list.tsx";

type Props = { chatbot: { handle: string; name: string }; onChoose: (kind: AddKind) => void };

export function EmptyKnowledge({ chatbot, onChoose }: Props) {
  const t = useTranslations("studioKnowledge");
  return (
    <section
      className="grid grid-cols-1 items-start gap-6 min-[1100px]:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] min-[1100px]:gap-10"
      aria-labelledby="knowledge-empty"
    >
      <div className={`${dropTargetClass} py-10`}>
        <FileUp aria-hidden />
        <h2 id="knowledge-empty" className="text-lg font-semibold">
          {t("emptyTitle")}
        </h2>
        <p className="mb-2 max-w-lg text-pretty text-ink-soft">
          {t("emptyBody", { chatbot: isolateText(chatbot.name) })}
        </p>
        <FileChooser chatbot={chatbot.handle} sourceId={null}>
          {t("chooseFiles")}
        </FileChooser>
        <small>{t("fileKinds")}</small>
      </div>
      <KindList onChoose={onChoose} />
    </section>
  );
}
