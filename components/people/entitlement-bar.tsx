"use client";

import { useFormatter, useTranslations } from "next-intl";
import { buttonClass } from "#components/ui/button.tsx";
import type { OwnEntitlement } from "#lib/people/schema.ts";

type Props = { ownEntitlement: OwnEntitlement; handle: string; onLeave: () => void };

const line = "mb-2 flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-small";

/** Shows the remaining access, or how to continue after it has ended. Empty for unlimited access. */
export function EntitlementBar({ ownEntitlement: { entitlement, accounts }, handle, onLeave }: Props) {
  const t = useTranslations("people");
  const format = useFormatter();
  if (!entitlement) return null;
  const join = `/c/${handle}/join`;
  const signUp = accounts && (
    <a className={buttonClass("link")} href={`/sign-up?next=${encodeURIComponent(join)}`} onClick={onLeave}>
      {t("signUp")}
    </a>
  );
  switch (entitlement.kind) {
    case "guest":
    case "trial":
    case "established": {
      const { kind, messagesLeft, endsAt } = entitlement;
      if (messagesLeft === null && endsAt === null) return null;
      return (
        <p className={`${line} text-ink-muted`} role="status">
          <span>
            {messagesLeft !== null &&
              t(`${kind === "guest" ? "guest" : "trial"}Left`, { count: messagesLeft })}
            {messagesLeft !== null && endsAt !== null && " · "}
            {endsAt !== null &&
              t("until", { day: format.dateTime(new Date(endsAt), { dateStyle: "medium" }) })}
          </span>
          {kind === "guest" && signUp}
        </p>
      );
    }
    case "expired":
      return (
        <p className={`${line} rounded-xl bg-sunken px-3.5 py-2.5 text-ink`} role="status">
          <span>{t(`refused.${entitlement.refusal}`)}</span>
          {entitlement.refusal === "guest_used" ? (
            signUp
          ) : (
            <a className={buttonClass("link")} href={`/c/${handle}/account`}>
              {t("enterCode")}
            </a>
          )}
        </p>
      );
    case "suspended":
      return (
        <p className={`${line} rounded-xl bg-sunken px-3.5 py-2.5 text-ink`} role="status">
          {entitlement.reason ? t("suspendedFor", { reason: entitlement.reason }) : t("refused.suspended")}
        </p>
      );
    default:
      return entitlement satisfies never;
  }
}
