"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { pathAfterSignIn, storePendingInvitation } from "./pending-invitation.ts";
import { signIn } from "./sign-in.ts";
import { useHashToken } from "./use-hash-token.ts";

/** `next` is the path to open afterwards; the server has checked it. */
export function SignInForm({ next, problem }: { next: string; problem: string | null }) {
  const t = useTranslations("account");
  const { isBusy, error, run } = useSubmit();
  // An invitation link redirects here when signed out, with its token still in the fragment.
  const token = useHashToken();
  useEffect(() => {
    if (token && next === "/invitation") storePendingInvitation(token);
  }, [token, next]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void run(async () => {
      await signIn("password", { email: String(form.get("email")), password: String(form.get("password")) });
      location.assign(pathAfterSignIn(next));
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error ?? problem}</FormError>
      <Field label={t("email")} name="email" type="email" autoComplete="username" required autoFocus />
      <Field label={t("password")} name="password" type="password" autoComplete="current-password" required />
      <DisabledUntilHydrated>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("signIn")}
        </Button>
      </DisabledUntilHydrated>
    </form>
  );
}
