"use client";

import { Check, Copy, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

type MessageActionsProps = { text: string; onRegenerate: (() => void) | null };

export function MessageActions({ text, onRegenerate }: MessageActionsProps) {
  const t = useTranslations("chat");
  const { isCopied, copy } = useCopy();
  return (
    <div className="message-actions">
      {text !== "" && (
        <IconButton
          icon={isCopied ? Check : Copy}
          label={isCopied ? t("copied") : t("copy")}
          onClick={() => copy(text)}
        />
      )}
      {onRegenerate && <IconButton icon={RefreshCw} label={t("regenerate")} onClick={onRegenerate} />}
    </div>
  );
}
