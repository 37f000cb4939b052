"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { OwnEntitlement } from "#lib/people/schema.ts";

type Props = { standing: OwnEntitlement; handle: string; onLeave: () => void };

/** How far somebody may still go, and the way on where that is over. Nothing where there is no end. */
export function StandingBar({ standing: { entitlement, accounts }, handle, onLeave }: Props) {
  const t = useTranslations("people");
  const format = useFormatter();
  if (!entitlement) return null;
  const join = `/c/${handle}/join`;
  const signUp = accounts && (
    <a className="text-button" href={`/sign-up?next=${encodeURIComponent(join)}`} onClick={onLeave}>
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
        <p className="standing" role="status">
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
        <p className="standing" data-over role="status">
          <span>{t(`refused.${entitlement.refusal}`)}</span>
          {entitlement.refusal === "guest_used" ? (
            signUp
          ) : (
            <a className="text-button" href={`/c/${handle}/account`}>
              {t("enterCode")}
            </a>
          )}
        </p>
      );
    case "suspended":
      return (
        <p className="standing" data-over role="status">
          {entitlement.reason ? t("suspendedFor", { reason: entitlement.reason }) : t("refused.suspended")}
        </p>
      );
    default:
      return entitlement satisfies never;
  }
}
