"use client";

import { useTranslations } from "next-intl";
import { callApi } from "#components/ui/api.ts";
import { useSubmit } from "#components/ui/use-submit.ts";

type Props = {
  className?: string;
  /** Where it leads. */
  then?: string;
};

export function SignOutButton({ className = "line-button", then = "/sign-in" }: Props) {
  const t = useTranslations("account");
  const { isBusy, run } = useSubmit();
  const signOut = () =>
    void run(async () => {
      await callApi("/api/account/sessions/current", { method: "DELETE" });
      location.assign(then);
    });
  return (
    <button type="button" className={className} onClick={signOut} disabled={isBusy}>
      {t("signOut")}
    </button>
  );
}
