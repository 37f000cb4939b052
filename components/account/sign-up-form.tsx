"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { PASSWORD_MIN } from "#lib/auth/schema.ts";
import { storePendingPath } from "./pending-path.ts";
import { signIn } from "./sign-in.ts";

type Props = {
  /** The first account of an instance needs the token printed in the server's log. */
  setupToken: string | null;
  /** The path to open after signing up, when it started at a chatbot. */
  next: string | null;
  /** Emails are shown at /dev/mail instead of being sent. */
  usesDevMailbox: boolean;
};

export function SignUpForm({ setupToken, next: returnPath, usesDevMailbox }: Props) {
  const t = useTranslations("account");
  const { isBusy, error, fields, run } = useSubmit();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const {
      name = "",
      email = "",
      password = "",
    } = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([key, value]) => [key, String(value)]),
    );
    void run(async () => {
      const body = { name, email, password, ...(setupToken && { setupToken }) };
      const { next } = await callApi<{ next: "mail" | "open" }>("/api/account/sign-up", {
        method: "POST",
        body,
      });
      if (returnPath) storePendingPath(returnPath);
      if (next === "mail") return setMailedTo(email);
      await signIn("password", { email, password });
      location.assign("/admin");
    });
  };
  if (mailedTo) {
    return (
      <div role="status" className="grid gap-3">
        <h2 className="text-lg font-semibold">{t("checkMail")}</h2>
        <p className="text-ink-soft text-pretty">{t("mailedTo", { email: mailedTo })}</p>
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
        label={t("name")}
        name="name"
        autoComplete="name"
        required
        maxLength={80}
        autoFocus
        error={fields.name}
      />
      <Field
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        error={fields.email}
      />
      <Field
        label={t("password")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_MIN}
        maxLength={200}
        hint={t("passwordHint", { count: PASSWORD_MIN })}
        error={fields.password}
      />
      <DisabledUntilHydrated>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("signUp")}
        </Button>
      </DisabledUntilHydrated>
    </form>
  );
}
