"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage, WireParticipant } from "#lib/rooms/wire.ts";

/** Asks for confirmation before an action. */
export type Asking =
  | { kind: "delete"; message: WireMessage }
  | { kind: "remove" | "ban"; person: WireParticipant }
  | { kind: "archive" | "leave" };

type RoomConfirmProps = { asking: Asking; onConfirm: (asking: Asking) => void; onClose: () => void };

export function RoomConfirm({ asking, onConfirm, onClose }: RoomConfirmProps) {
  const t = useTranslations("rooms");
  const form = useTranslations("form");
  const { kind } = asking;
  const name = "person" in asking ? isolateText(asking.person.name) : "";
  return (
    <ConfirmDialog
      isDestructive={kind !== "leave"}
      title={t(`ask.${kind}.title`, { name })}
      body={t(`ask.${kind}.body`)}
      confirm={t(`ask.${kind}.confirm`)}
      cancel={form("cancel")}
      isOpen
      onConfirm={() => onConfirm(asking)}
      onClose={onClose}
    />
  );
}
