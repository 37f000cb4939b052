"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ApiError } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { DeadLink } from "./dead-link.tsx";
import { pathAfterSignIn } from "./pending-invitation.ts";
import { takePendingPath } from "./pending-path.ts";
import { signIn } from "./sign-in.ts";
import { useHashToken } from "./use-hash-token.ts";

/** Verifies an account from an emailed link. In a different browser it asks for the password. */
export function VerifyForm() {
  const t = useTranslations("account");
  const token = useHashToken();
  const { isBusy, error, run } = useSubmit();
  const [asksPassword, setAsksPassword] = useState(false);
  const [isDead, setDead] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    void run(async () => {
      try {
        await signIn("link", { token: token ?? "", ...(password && { password }) });
        location.assign(pathAfterSignIn(takePendingPath() ?? "/admin"));
      } catch (caught) {
        if (caught instanceof ApiError && caught.code === "unauthorized" && !asksPassword)
          return setAsksPassword(true);
        if (caught instanceof ApiError && caught.code === "invalid") setDead(true);
        throw caught;
      }
    });
  };
  if (token === "") return <DeadLink again={{ href: "/sign-up", label: t("signUp") }} />;
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      {asksPassword && (
        <Field
          label={t("chosenPassword")}
          name="password"
          type="password"
          autoComplete="current-password"
          hint={t("chosenPasswordHint")}
          required
          autoFocus
        />
      )}
      <Button type="submit" variant="primary" disabled={isBusy || token === undefined}>
        {t("openAccount")}
      </Button>
      {isDead && <DeadLink again={{ href: "/sign-up", label: t("signUp") }}>{t("linkDead")}</DeadLink>}
    </form>
  );
}
