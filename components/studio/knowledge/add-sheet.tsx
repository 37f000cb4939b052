"use client";

import { ArrowLeft, FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet } from "#components/ui/sheet.tsx";
import { SheetHead, sheetBodyClass } from "#components/ui/sheet-head.tsx";
import { dropTargetClass } from "./drop-target-class.ts";
import { FileChooser } from "./file-chooser.tsx";
import { type AddKind, KindList } from "./kind-list.tsx";
import { TextForm } from "./text-form.tsx";
import { WebForm } from "./web-form.tsx";

/** The open step; curated answers have their own page instead. */
export type AddStep = "closed" | "kinds" | Exclude<AddKind, "pairs">;

type Props = {
  chatbot: string;
  step: AddStep;
  mayGoBack: boolean;
  returnFocus: RefObject<HTMLElement | null>;
  onChoose: (kind: AddKind) => void;
  onStep: (step: AddStep) => void;
};

/** Adds knowledge: first choose a kind, then fill in its form. */
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
      <SheetHead
        title={isForm ? t(`kinds.${step}.name`) : t("addTitle")}
        closeLabel={t("close")}
        onClose={close}
      >
        {isForm && mayGoBack && (
          <IconButton icon={ArrowLeft} label={t("back")} onClick={() => onStep("kinds")} />
        )}
      </SheetHead>
      <div className={sheetBodyClass}>
        {step === "kinds" && (
          <>
            <FileChooser
              chatbot={chatbot}
              sourceId={null}
              variant="plain"
              className={`${dropTargetClass} mb-4 w-full py-7 transition-colors hover:bg-surface`}
              onChosen={close}
            >
              <FileUp aria-hidden />
              <b className="font-strong">{t("chooseFiles")}</b>
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
