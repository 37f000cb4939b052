"use client";

import { Check, Copy, Flag, Pencil, Pin, Reply, SmilePlus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { outranks } from "#lib/rooms/participants/rank.ts";
import type { WireMessage, WireParticipant } from "#lib/rooms/wire.ts";
import { ReactionPicker } from "./reaction-picker.tsx";
import type { MessageHandlers } from "./room-message.tsx";

const EDITABLE_MS = 3_600_000;

type MessageMenuProps = {
  message: WireMessage;
  self: WireParticipant;
  mayWrite: boolean;
  handlers: MessageHandlers;
};

/** What the reader may do with a message; shown while it is hovered, tapped or focused. */
export function MessageMenu({ message, self, mayWrite, handlers }: MessageMenuProps) {
  const t = useTranslations("rooms");
  const { isCopied, copy } = useCopy();
  const isOwn = message.participant_id === self.id;
  const mayDelete = isOwn ? mayWrite : outranks(self.role, message.role);
  const mayEdit = isOwn && mayWrite && Date.now() - Date.parse(message.created_at) < EDITABLE_MS;
  const name = isolateText(message.username);
  const [isPicking, setPicking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const choose = (emoji: string) => {
    opener.current?.focus({ preventScroll: true });
    setPicking(false);
    const own = message.reactions.find((one) => one.emoji === emoji)?.participant_ids.includes(self.id);
    handlers.onReact(message, emoji, !own);
  };
  return (
    <div className="pointer-events-none absolute end-0 -top-4 z-2 flex rounded-lg border border-line bg-raised opacity-0 focus-within:pointer-events-auto focus-within:opacity-100 group-focus-within/message:pointer-events-auto group-focus-within/message:opacity-100 group-hover/message:pointer-events-auto group-hover/message:opacity-100">
      {mayWrite && (
        <IconButton
          ref={opener}
          size="small"
          icon={SmilePlus}
          label={t("reactTo", { name })}
          aria-expanded={isPicking}
          onClick={() => setPicking(!isPicking)}
        />
      )}
      {isPicking && <ReactionPicker opener={opener} onChoose={choose} onClose={() => setPicking(false)} />}
      {mayWrite && (
        <IconButton
          size="small"
          icon={Reply}
          label={t("replyTo", { name })}
          onClick={() => handlers.onReply(message)}
        />
      )}
      <IconButton
        size="small"
        icon={isCopied ? Check : Copy}
        label={isCopied ? t("copied") : t("copyFrom", { name })}
        onClick={() => void copy(message.content)}
      />
      {handlers.onPin && mayWrite && !message.answer && message.content !== "" && (
        <IconButton
          size="small"
          icon={Pin}
          label={handlers.onPin.label}
          onClick={() => handlers.onPin?.pin(message)}
        />
      )}
      {!isOwn && (
        <IconButton
          size="small"
          icon={Flag}
          label={t("reportFrom", { name })}
          onClick={() => handlers.onReport(message)}
        />
      )}
      {mayEdit && (
        <IconButton
          size="small"
          icon={Pencil}
          label={t("editMessage")}
          onClick={() => handlers.onEdit(message)}
        />
      )}
      {mayDelete && (
        <IconButton
          size="small"
          icon={Trash2}
          label={t("deleteFrom", { name })}
          onClick={() => handlers.onDelete(message)}
        />
      )}
    </div>
  );
}
