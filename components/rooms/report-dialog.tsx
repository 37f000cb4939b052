"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { AreaField, SelectField } from "#components/ui/field.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { ReportMessageRequest, ReportReason } from "#lib/rooms/schema.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";

const reasons = ["spam", "abuse", "private", "other"] as const satisfies readonly ReportReason[];

type ReportDialogProps = {
  message: WireMessage;
  onReport: (body: ReportMessageRequest) => void;
  onClose: () => void;
};

/** Asks why a message is reported. */
export function ReportDialog({ message, onReport, onClose }: ReportDialogProps) {
  const t = useTranslations("rooms");
  const form = useTranslations("form");
  const [reason, setReason] = useState<ReportReason>("spam");
  const [note, setNote] = useState("");
  return (
    <ConfirmDialog
      title={t("reportDialog.title", { name: isolateText(message.username) })}
      body={t("reportDialog.body")}
      confirm={t("reportDialog.confirm")}
      cancel={form("cancel")}
      isOpen
      onConfirm={() => {
        onReport({ message_id: message.id, reason, note });
        onClose();
      }}
      onClose={onClose}
    >
      <SelectField
        label={t("reportDialog.reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value as ReportReason)}
      >
        {reasons.map((one) => (
          <option key={one} value={one}>
            {t(`reasons.${one}`)}
          </option>
        ))}
      </SelectField>
      <AreaField
        label={t("reportDialog.note")}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.target.value)}
      />
    </ConfirmDialog>
  );
}
