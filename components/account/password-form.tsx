"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { PASSWORD_MIN } from "#lib/auth/schema.ts";

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations("account");
  const { isBusy, error, fields, run } = useSubmit();
  const [isDone, setDone] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const values = new FormData(form);
    const body = { old: String(values.get("old")), password: String(values.get("password")) };
    void run(async () => {
      setDone(false);
      await callApi("/api/account/password", { method: "POST", body });
      form.reset();
      setDone(true);
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label={t("oldPassword")} name="old" type="password" autoComplete="current-password" required />
      <Field
        label={t("newPassword")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_MIN}
        maxLength={200}
        hint={t("passwordHint", { count: PASSWORD_MIN })}
        error={fields.password}
      />
      <Button type="submit" className="justify-self-start" disabled={isBusy}>
        {t("change")}
      </Button>
      <p role="status" className="text-sm text-ink-muted">
        {isDone && t("passwordChanged")}
      </p>
    </form>
  );
}
