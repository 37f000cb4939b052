"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

export function ForgotForm({ usesDevMailbox }: { usesDevMailbox: boolean }) {
  const t = useTranslations("account");
  const { isBusy, error, fields, run } = useSubmit();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email"));
    void run(async () => {
      await callApi("/api/account/forgot", { method: "POST", body: { email } });
      setMailedTo(email);
    });
  };
  if (mailedTo) {
    return (
      <div role="status" className="grid gap-3">
        <h2 className="text-lg font-semibold">{t("checkMail")}</h2>
        <p className="text-ink-soft text-pretty">{t("resetMailedTo", { email: mailedTo })}</p>
        {usesDevMailbox && (
          <a className={buttonClass("primary", "justify-self-start")} href="/dev/mail">
            {t("openKeptMail")}
          </a>
        )}
      </div>
    );
  }
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <Field
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        error={fields.email}
      />
      <DisabledUntilHydrated>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("sendLink")}
        </Button>
      </DisabledUntilHydrated>
    </form>
  );
}
