"use client";

import { ArrowLeft, FileUp, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { type AddKind, KindList } from "./kind-list.tsx";
import { TextForm } from "./text-form.tsx";
import { WebForm } from "./web-form.tsx";

/** Which step of adding is open; questions and answers have a page of their own instead. */
export type AddStep = "closed" | "kinds" | Exclude<AddKind, "pairs">;

type Props = {
  chatbot: string;
  step: AddStep;
  mayGoBack: boolean;
  returnFocus: RefObject<HTMLElement | null>;
  onChoose: (kind: AddKind) => void;
  onStep: (step: AddStep) => void;
};

/** Every way of adding knowledge: first which, then its form. */
export function AddSheet({ chatbot, step, mayGoBack, returnFocus, onChoose, onStep }: Props) {
  const t = useTranslations("studioKnowledge");
  const close = () => onStep("closed");
  const isForm = step !== "kinds" && step !== "closed";
  return (
    <Sheet
      side="end"
      label={t("addTitle")}
      isOpen={step !== "closed"}
      onClose={close}
      returnFocus={returnFocus}
    >
      <div className="add-head">
        {isForm && mayGoBack && (
          <IconButton icon={ArrowLeft} label={t("back")} onClick={() => onStep("kinds")} />
        )}
        <h2>{isForm ? t(`kinds.${step}.name`) : t("addTitle")}</h2>
        <IconButton icon={X} label={t("close")} onClick={close} />
      </div>
      <div className="add-body">
        {step === "kinds" && (
          <>
            <FileChooser chatbot={chatbot} sourceId={null} className="drop-target" onChosen={close}>
              <FileUp aria-hidden />
              <b>{t("chooseFiles")}</b>
              <small>{t("fileKinds")}</small>
            </FileChooser>
            <KindList onChoose={onChoose} />
          </>
        )}
        {step === "text" && <TextForm chatbot={chatbot} onDone={close} />}
        {(step === "site" || step === "page" || step === "sitemap") && (
          <WebForm key={step} kind={step} chatbot={chatbot} onDone={close} />
        )}
      </div>
    </Sheet>
  );
}
