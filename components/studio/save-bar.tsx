"use client";

import { useTranslations } from "next-intl";
import type { ChatbotForm } from "./use-chatbot-draft.ts";

/** Comes up while something is typed that is not saved, and says what went wrong when that did not work. */
export function SaveBar({ form }: { form: ChatbotForm }) {
  const t = useTranslations("studioChatbots");
  const words = useTranslations("form");
  const { isDirty, isBusy, error, isConflict } = form;
  const isShown = isDirty || error !== null;
  return (
    <div className="save-bar" hidden={!isShown}>
      <p role={error ? "alert" : undefined} data-error={error ? true : undefined}>
        {error ?? t("unsaved")}
      </p>
      {isConflict ? (
        <>
          <button type="button" className="line-button" onClick={form.loadTheirs} disabled={isBusy}>
            {t("takeTheirs")}
          </button>
          <button
            type="button"
            className="line-button"
            onClick={() => void form.keepMine()}
            disabled={isBusy}
          >
            {t("keepMine")}
          </button>
        </>
      ) : (
        <>
          <button type="button" className="quiet-button" onClick={form.discard} disabled={isBusy}>
            {t("discard")}
          </button>
          <button type="submit" className="solid-button" disabled={isBusy}>
            {words("save")}
          </button>
        </>
      )}
    </div>
  );
}
