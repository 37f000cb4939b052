"use client";

import { FileText, ImageIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { fileSize } from "./file-size.ts";
import type { Attachment } from "./use-attachments.ts";

type AttachmentListProps = {
  attachments: readonly Attachment[];
  onRetry: (attachment: Attachment) => void;
  onRemove: (key: string) => void;
};

/** Files of the next message, above the message box. */
export function AttachmentList({ attachments, onRetry, onRemove }: AttachmentListProps) {
  const t = useTranslations("rooms");
  if (attachments.length === 0) return null;
  return (
    <ul className="mb-2 flex flex-wrap gap-1.5" aria-label={t("attached")}>
      {attachments.map((one) => {
        const { name, size, type } = one.about;
        const Icon = type.startsWith("image/") ? ImageIcon : FileText;
        const isFailed = one.state === "failed";
        return (
          <li
            key={one.key}
            data-file={one.state}
            className={`flex max-w-full items-center gap-2 rounded-xl bg-sunken py-1 ps-2.5 pe-1 text-small ${one.state === "uploading" ? "opacity-70" : ""}`}
          >
            <Icon aria-hidden className="size-4 flex-none text-ink-muted" />
            <span className="max-w-48 min-w-0 truncate">
              <bdi>{name}</bdi>
            </span>
            <span className={`text-note ${isFailed ? "text-danger" : "text-ink-muted"}`} role="status">
              {isFailed ? one.reason : one.state === "uploading" ? t("uploading") : fileSize(size)}
            </span>
            {isFailed && (
              <Button variant="link" onClick={() => onRetry(one)}>
                {t("retry")}
              </Button>
            )}
            <IconButton
              size="small"
              icon={X}
              label={t("removeFile", { name: isolateText(name) })}
              onClick={() => onRemove(one.key)}
            />
          </li>
        );
      })}
    </ul>
  );
}
