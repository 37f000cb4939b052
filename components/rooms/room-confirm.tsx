"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage, WireParticipant } from "#lib/rooms/wire.ts";

/** Asks for confirmation before an action. */
export type Asking =
  | { kind: "delete"; message: Pick<WireMessage, "id"> }
  | { kind: "report"; message: WireMessage }
  | { kind: "remove" | "ban" | "hand_over"; person: WireParticipant }
  | { kind: "archive" | "leave" };

/** Reports have a dialog of their own. */
export type Confirmable = Exclude<Asking, { kind: "report" }>;

type RoomConfirmProps = {
  asking: Confirmable;
  onConfirm: (asking: Confirmable) => void;
  onClose: () => void;
};

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
