"use client";

import { CircleUserRound, LogIn } from "lucide-react";
import { useTranslations } from "next-intl";
import type { OwnEntitlement } from "#lib/people/schema.ts";

/** The user's account or a sign-in link; empty for members and where the workspace has no accounts. */
export function AccountLink({
  ownEntitlement: { accounts, entitlement, person },
  handle,
  onLeave,
}: {
  ownEntitlement: OwnEntitlement;
  handle: string;
  onLeave: () => void;
}) {
  const t = useTranslations("people");
  if (person)
    return (
      <a className="account-link" href={`/c/${handle}/account`}>
        <CircleUserRound aria-hidden />
        <span className="truncate">
          <bdi>{person.name}</bdi>
        </span>
      </a>
    );
  if (!accounts || !entitlement) return null;
  return (
    <a className="account-link" href={`/c/${handle}/join`} onClick={onLeave}>
      <LogIn aria-hidden />
      {t("signIn")}
    </a>
  );
}
