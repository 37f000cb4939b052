"use client";

import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { Button, type ButtonVariant } from "#components/ui/button.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

type Props = {
  variant?: ButtonVariant;
  /** The path to open afterwards. */
  then?: string;
  label?: string;
};

export function SignOutButton({ variant, then = "/sign-in", label }: Props) {
  const t = useTranslations("account");
  const { isBusy, run } = useSubmit();
  const signOut = () =>
    void run(async () => {
      await callApi("/api/account/sessions/current", { method: "DELETE" });
      location.assign(then);
    });
  return (
    <Button variant={variant} onClick={signOut} disabled={isBusy}>
      {label ?? t("signOut")}
    </Button>
  );
}
