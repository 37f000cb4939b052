"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { pathAfterSignIn } from "./pending-invitation.ts";

/** The second step of signing in. `next` is the path to open afterwards; the server has checked it. */
export function SecondFactorForm({ next }: { next: string }) {
  const t = useTranslations("account");
  const { isBusy, error, fields, run } = useSubmit();
  const [isPaper, setPaper] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    void run(async () => {
      await callApi("/api/account/second-factor/pass", { method: "POST", body: { code } });
      location.assign(pathAfterSignIn(next));
    });
  };
  const leave = () =>
    void run(async () => {
      await callApi("/api/account/second-factor/pass", { method: "DELETE" });
      location.assign("/sign-in");
    });
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{fields.code ? null : error}</FormError>
      {isPaper ? (
        <Field
          key="paper"
          label={t("recoveryCode")}
          name="code"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          maxLength={40}
          hint={t("recoveryCodeHint")}
          error={fields.code}
        />
      ) : (
        <Field
          key="app"
          label={t("secondFactorCode")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9 ]*"
          required
          autoFocus
          maxLength={10}
          hint={t("secondFactorCodeHint")}
          error={fields.code}
        />
      )}
      <DisabledUntilHydrated>
        <Button type="submit" variant="primary" disabled={isBusy}>
          {t("signIn")}
        </Button>
        <div className="flex flex-wrap justify-between gap-2 text-sm">
          <Button variant="link" onClick={() => setPaper(!isPaper)}>
            {t(isPaper ? "useApp" : "useRecoveryCode")}
          </Button>
          <Button variant="link" onClick={leave} disabled={isBusy}>
            {t("signInOtherwise")}
          </Button>
        </div>
      </DisabledUntilHydrated>
    </form>
  );
}
