"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { ChatbotForm } from "./use-chatbot-draft.ts";

/** Shown while there are unsaved changes. Shows the error when saving fails. */
export function SaveBar({ form }: { form: ChatbotForm }) {
  const t = useTranslations("studioChatbots");
  const words = useTranslations("form");
  const { isDirty, isBusy, error, isConflict } = form;
  const isShown = isDirty || error !== null;
  return (
    <div
      data-slot="save-bar"
      className="sticky bottom-[calc(0.75rem+env(safe-area-inset-bottom))] z-8 flex animate-rise flex-wrap items-center gap-2 rounded-2xl border border-line bg-raised py-2.5 ps-4.5 pe-2.5 shadow-float"
      hidden={!isShown}
    >
      <p
        role={error ? "alert" : undefined}
        className={`flex-[1_1_10rem] text-small ${error ? "text-danger" : "text-ink-soft"}`}
      >
        {error ?? t("unsaved")}
      </p>
      {isConflict ? (
        <>
          <Button onClick={form.loadCurrent} disabled={isBusy}>
            {t("takeTheirs")}
          </Button>
          <Button onClick={() => void form.overwrite()} disabled={isBusy}>
            {t("keepMine")}
          </Button>
        </>
      ) : (
        <>
          <Button variant="ghost" onClick={form.discard} disabled={isBusy}>
            {t("discard")}
          </Button>
          <Button type="submit" variant="primary" size="small" disabled={isBusy}>
            {words("save")}
          </Button>
        </>
      )}
    </div>
  );
}
