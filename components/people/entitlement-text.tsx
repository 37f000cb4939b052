"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { OwnEntitlement } from "#lib/people/schema.ts";

/** The user's entitlement as a sentence. */
export function EntitlementText({ ownEntitlement: { entitlement } }: { ownEntitlement: OwnEntitlement }) {
  const t = useTranslations("people");
  const format = useFormatter();
  if (!entitlement) return null;
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "long" });
  switch (entitlement.kind) {
    case "guest":
    case "trial": {
      const { messagesLeft, endsAt } = entitlement;
      return (
        <p>
          {[
            t("inTrial"),
            messagesLeft !== null && t("messagesLeft", { count: messagesLeft }),
            endsAt && t("trialUntil", { day: day(endsAt) }),
          ]
            .filter(Boolean)
            .join(" ")}
        </p>
      );
    }
    case "established":
      return (
        <p>
          {entitlement.endsAt ? t("establishedUntil", { day: day(entitlement.endsAt) }) : t("established")}
        </p>
      );
    case "expired":
      return <p>{t(`refused.${entitlement.refusal}`)}</p>;
    case "suspended":
      return (
        <p>
          {entitlement.reason ? t("suspendedFor", { reason: entitlement.reason }) : t("refused.suspended")}
        </p>
      );
    default:
      return entitlement satisfies never;
  }
}
