"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { FormError } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

type Props = { api: string; name: string; documents: number; onDeleted: () => void };

export function DeleteChatbot({ api, name, documents, onDeleted }: Props) {
  const t = useTranslations("studioChatbots");
  const words = useTranslations("form");
  const { run, error, isBusy } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const remove = () => {
    setAsking(false);
    void run(async () => {
      await callApi(api, { method: "DELETE" });
      onDeleted();
    });
  };
  return (
    <Section title={t("danger")} className="mt-3 border-t border-line pt-9">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-ink-muted">{t("dangerBody")}</p>
        <Button variant="dangerOutline" onClick={() => setAsking(true)} disabled={isBusy}>
          {t("delete")}
        </Button>
      </div>
      <FormError>{error}</FormError>
      <ConfirmDialog
        isDestructive
        title={t("deleteTitle", { name: isolateText(name) })}
        body={t("deleteBody", { documents })}
        confirm={t("delete")}
        cancel={words("cancel")}
        isOpen={isAsking}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      />
    </Section>
  );
}
