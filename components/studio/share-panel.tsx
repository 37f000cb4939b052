"use client";

import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyText } from "#components/ui/copy-text.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { StudioChatbot } from "#lib/chatbot/schema.ts";

type Props = {
  api: string;
  /** The base URL of this instance. */
  baseUrl: string;
  saved: StudioChatbot;
  /** The form has unsaved changes. */
  isUnsaved: boolean;
  mayChange: boolean;
  onRenewed: (chatbot: StudioChatbot) => void;
};

/** The link of a chatbot, as saved. */
export function SharePanel({ api, baseUrl, saved, isUnsaved, mayChange, onRenewed }: Props) {
  const t = useTranslations("studioChatbots");
  const form = useTranslations("form");
  const { run, error, isBusy } = useSubmit();
  const [isAsking, setAsking] = useState(false);
  const isLink = saved.visibility === "link";
  const path = `/c/${saved.handle}`;
  const key = isLink && saved.linkToken ? `?key=${saved.linkToken}` : "";
  const renew = () => {
    setAsking(false);
    void run(async () => onRenewed(await callApi<StudioChatbot>(`${api}/link`, { method: "POST" })));
  };
  return (
    <div className="grid gap-2">
      <p className="text-small font-strong">{t("share")}</p>
      <CopyText text={`${baseUrl}${path}${key}`} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <a
          className={buttonClass("link", "inline-flex items-center gap-1.5 text-sm")}
          href={path}
          target="_blank"
          rel="noopener"
        >
          <ExternalLink aria-hidden size={14} />
          {t("open")}
        </a>
        {isLink && mayChange && (
          <Button variant="link" className="text-sm" onClick={() => setAsking(true)} disabled={isBusy}>
            {t("renew")}
          </Button>
        )}
        <span className="text-sm text-ink-muted" role="status">
          {isUnsaved && t("shareUnsaved")}
        </span>
      </div>
      <FormError>{error}</FormError>
      <ConfirmDialog
        isDestructive
        title={t("renewTitle")}
        body={t("renewBody")}
        confirm={t("renew")}
        cancel={form("cancel")}
        isOpen={isAsking}
        onConfirm={renew}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
