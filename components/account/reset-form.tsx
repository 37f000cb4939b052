"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { PASSWORD_MIN } from "#lib/auth/schema.ts";
import { DeadLink } from "./dead-link.tsx";
import { useHashToken } from "./use-hash-token.ts";

export function ResetForm() {
  const t = useTranslations("account");
  const token = useHashToken();
  const { isBusy, error, fields, run } = useSubmit();
  const [isDone, setDone] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    void run(async () => {
      await callApi("/api/account/reset", { method: "POST", body: { token, password } });
      setDone(true);
    });
  };
  if (token === "") return <DeadLink again={{ href: "/forgot", label: t("newLink") }} />;
  if (isDone) {
    return (
      <div role="status" className="grid gap-3">
        <p className="text-ink-soft text-pretty">{t("passwordSet")}</p>
        <a className={buttonClass("primary", "justify-self-start")} href="/sign-in">
          {t("signIn")}
        </a>
      </div>
    );
  }
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
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
        autoFocus
      />
      <Button type="submit" variant="primary" disabled={isBusy || token === undefined}>
        {t("setPassword")}
      </Button>
      {error && (
        <a className={buttonClass("link", "justify-self-start")} href="/forgot">
          {t("newLink")}
        </a>
      )}
    </form>
  );
}
