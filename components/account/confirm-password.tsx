"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";

type Props = {
  error: string | undefined;
  isBusy: boolean;
  onConfirm: (body: { password: string }) => void;
  onCancel: () => void;
};

/** Asks for the password before a change if the sign-in is no longer fresh. */
export function ConfirmPassword({ error, isBusy, onConfirm, onCancel }: Props) {
  const t = useTranslations("account");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onConfirm({ password: String(new FormData(event.currentTarget).get("password") ?? "") });
  };
  return (
    <form className="grid max-w-sm gap-4" method="post" onSubmit={submit}>
      <Field
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus
        error={error}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("continue")}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
