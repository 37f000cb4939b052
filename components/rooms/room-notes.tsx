"use client";

import { Pin, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { PaymentView } from "#lib/payments/schema.ts";
import type { WireRoom } from "#lib/rooms/wire.ts";
import type { Payments } from "./use-payments.ts";

const noteClass = "flex min-w-0 items-center gap-2.5 border-b border-line bg-raised px-4 py-2 text-small";

type RoomNotesProps = {
  room: WireRoom;
  payments: Payments;
  onShow: (messageId: string) => void;
};

/** Below the header: the pinned message, and what became of the reader's payment. */
export function RoomNotes({ room: { pinned }, payments, onShow }: RoomNotesProps) {
  const t = useTranslations("rooms.payments");
  return (
    <>
      {pinned && (
        <div className={noteClass}>
          <Pin aria-hidden className="size-4 flex-none stroke-[1.75] text-accent" />
          <Button
            variant="plain"
            className="min-w-0 flex-1 truncate text-start hover:underline"
            aria-label={t("pinned", { name: pinned.username, text: pinned.content })}
            onClick={() => onShow(pinned.message_id)}
          >
            <b className="font-strong">{pinned.username}</b> {pinned.content}
          </Button>
        </div>
      )}
      {payments.returned && (
        <div className={noteClass} role="status">
          <PaymentNote payment={payments.returned} />
          <IconButton size="small" icon={X} label={t("dismiss")} onClick={payments.dismiss} />
        </div>
      )}
    </>
  );
}

function PaymentNote({ payment }: { payment: PaymentView | "confirming" }) {
  const t = useTranslations("rooms.payments");
  const state = payment === "confirming" ? "pending" : payment.is_disputed ? "reversed" : payment.state;
  return (
    <p className="min-w-0 flex-1 text-pretty">
      {t(`states.${state}`)}{" "}
      {payment !== "confirming" && payment.room && (
        <a className="font-strong text-accent underline" href={`/r/${payment.room.code}`}>
          {t("openBackRoom")}
        </a>
      )}
    </p>
  );
}
