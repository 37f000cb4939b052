"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";

/** What the message box edits or replies to. */
export type Writing = { kind: "reply" | "edit"; message: WireMessage };

/** Shown above the message box: the message that is replied to or edited. */
export function WritingBar({ writing, onCancel }: { writing: Writing; onCancel: () => void }) {
  const t = useTranslations("rooms");
  const { username, content } = writing.message;
  const isReply = writing.kind === "reply";
  return (
    <div className="mb-2 flex items-center gap-2 rounded-xl bg-sunken py-1 ps-3.5 pe-1 text-small">
      <p className="flex min-w-0 flex-1 gap-1.5">
        <span className="flex-none font-strong">
          {isReply ? t("replyingTo", { name: isolateText(username) }) : t("editing")}
        </span>
        <span className="truncate text-ink-muted">{content}</span>
      </p>
      <IconButton icon={X} label={isReply ? t("cancelReply") : t("cancelEdit")} onClick={onCancel} />
    </div>
  );
}
