"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { DeadLink } from "./dead-link.tsx";
import { removePendingInvitation } from "./pending-invitation.ts";
import { SignOutButton } from "./sign-out-button.tsx";
import { useInvitationLink } from "./use-invitation-link.ts";

type Invitation = {
  workspace: string;
  inviter: string;
  slug: string;
  role: "viewer" | "editor" | "admin" | "owner";
  isForYou: boolean;
};

/** Shows which workspace an invitation is for, and accepts it. */
export function InvitationCard({ email }: { email: string }) {
  const t = useTranslations("account");
  const token = useInvitationLink();
  const { isBusy, error, run } = useSubmit();
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  useEffect(() => {
    if (token !== undefined) removePendingInvitation();
  }, [token]);
  const ask = <T,>(accept: boolean) =>
    callApi<T>("/api/account/invitation", { method: "POST", body: { token, accept } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: requested once, when the token is known
  useEffect(() => {
    if (token) void run(async () => setInvitation(await ask<Invitation>(false)));
  }, [token]);
  const accept = () =>
    void run(async () => {
      const { slug } = await ask<{ slug: string }>(true);
      location.assign(`/admin/${slug}`);
    });
  if (token === "") return <DeadLink />;
  return (
    <div className="grid gap-4">
      <FormError>{error}</FormError>
      {invitation && (
        <>
          <p className="text-ink-soft text-pretty">
            {t("invitedBy", {
              inviter: isolateText(invitation.inviter),
              workspace: isolateText(invitation.workspace),
              role: t(`roles.${invitation.role}`),
            })}
          </p>
          {invitation.isForYou ? (
            <Button variant="primary" onClick={accept} disabled={isBusy}>
              {t("accept")}
            </Button>
          ) : (
            <>
              <p className="text-ink-soft text-pretty">{t("notForYou", { email })}</p>
              <SignOutButton then="/sign-in?next=%2Finvitation" label={t("signInOtherwise")} />
            </>
          )}
        </>
      )}
    </div>
  );
}
