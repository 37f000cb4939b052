"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

/** Exports or deletes the user's stored data. */
export function OwnData({ handle, chatbot }: { handle: string; chatbot: string }) {
  const t = useTranslations("people");
  const form = useTranslations("form");
  const { isBusy, error, run } = useSubmit();
  const [isAsked, setAsked] = useState(false);
  const of = `?chatbot=${encodeURIComponent(handle)}`;
  const leave = () => {
    setAsked(false);
    void run(async () => {
      await callApi(`/api/me${of}`, { method: "DELETE" });
      location.assign(`/c/${handle}`);
    });
  };
  return (
    <div className="grid gap-4">
      <FormError>{error}</FormError>
      <p className="text-ink-muted">{t("dataLead")}</p>
      <div className="flex flex-wrap gap-2">
        <a className={buttonClass("outline")} href={`/api/me/export${of}`} download>
          {t("download")}
        </a>
        <Button onClick={() => setAsked(true)} disabled={isBusy}>
          {t("delete")}
        </Button>
      </div>
      <ConfirmDialog
        isDestructive
        isOpen={isAsked}
        title={t("deleteTitle", { chatbot: isolateText(chatbot) })}
        body={t("deleteBody")}
        confirm={t("delete")}
        cancel={form("cancel")}
        onConfirm={leave}
        onClose={() => setAsked(false)}
      />
    </div>
  );
}
