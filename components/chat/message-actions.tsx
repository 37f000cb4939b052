"use client";

import { Check, Copy, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

type MessageActionsProps = { text: string; onRegenerate: (() => void) | null; children?: ReactNode };

export function MessageActions({ text, onRegenerate, children }: MessageActionsProps) {
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
      {children}
      {onRegenerate && <IconButton icon={RefreshCw} label={t("regenerate")} onClick={onRegenerate} />}
    </div>
  );
}
