"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";

type AwayDialogProps = {
  title: string;
  body: string;
  isOpen: boolean;
  /** @param until the last day, or null until they are back */
  onConfirm: (until: string | null) => void;
  onClose: () => void;
};

/** Asks until when someone is away. */
export function AwayDialog({ title, body, isOpen, onConfirm, onClose }: AwayDialogProps) {
  const t = useTranslations("checkIns");
  const form = useTranslations("form");
  const [until, setUntil] = useState("");
  return (
    <ConfirmDialog
      title={title}
      body={body}
      confirm={t("setAway")}
      cancel={form("cancel")}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        onConfirm(until === "" ? null : until);
      }}
    >
      <Field
        label={t("lastDay")}
        hint={t("lastDayHint")}
        type="date"
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
    </ConfirmDialog>
  );
}
