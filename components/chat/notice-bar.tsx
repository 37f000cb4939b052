"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { Notice } from "./conversation-state.ts";

type NoticeBarProps = { notice: Notice; onRetry: (() => void) | null; onDismiss: () => void };

export function NoticeBar({ notice, onRetry, onDismiss }: NoticeBarProps) {
  const t = useTranslations("chat");
  const reason = notice.message ?? t("offline");
  return (
    <div className="notice" role="alert">
      <span className="min-w-0 flex-1">{sentence()}</span>
      {onRetry && (
        <Button variant="link" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
      <IconButton icon={X} label={t("dismiss")} onClick={onDismiss} />
    </div>
  );

  function sentence(): string {
    switch (notice.action) {
      case "send":
        return t("notSent", { reason });
      case "open":
        return t("gone");
      case "other":
        return t("actionFailed", { reason });
      default:
        return notice.action satisfies never;
    }
  }
}
