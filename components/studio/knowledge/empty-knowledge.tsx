"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { FileChooser } from "./file-chooser.tsx";
import { type AddKind, KindList } from "./kind-list.tsx";

type Props = { chatbot: { handle: string; name: string }; onChoose: (kind: AddKind) => void };

/** What a chatbot without knowledge needs, and what will come of it. */
export function EmptyKnowledge({ chatbot, onChoose }: Props) {
  const t = useTranslations("studioKnowledge");
  return (
    <section className="knowledge-empty" aria-labelledby="knowledge-empty">
      <div className="drop-target">
        <FileUp aria-hidden />
        <h2 id="knowledge-empty">{t("emptyTitle")}</h2>
        <p>{t("emptyBody", { chatbot: chatbot.name })}</p>
        <FileChooser chatbot={chatbot.handle} sourceId={null} className="solid-button">
          {t("chooseFiles")}
        </FileChooser>
        <small>{t("fileKinds")}</small>
      </div>
      <KindList onChoose={onChoose} />
    </section>
  );
}
