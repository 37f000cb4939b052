"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

/** Asks for the password again and lists what is deleted. */
export function DeleteAccountForm() {
  const t = useTranslations("account");
  const { isBusy, error, fields, run } = useSubmit();
  const [isAsked, setAsked] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    void run(async () => {
      await callApi("/api/account", { method: "DELETE", body: { password } });
      location.assign("/");
    });
  };
  if (!isAsked) return <Button onClick={() => setAsked(true)}>{t("deleteAccount")}</Button>;
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <p className="text-ink-muted">{t("deleteAccountLead")}</p>
      <FormError>{fields.password ? null : error}</FormError>
      <Field
        label={t("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus
        error={fields.password}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="danger" disabled={isBusy}>
          {t("deleteAccount")}
        </Button>
        <Button variant="ghost" onClick={() => setAsked(false)}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
