import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import type { AuditView } from "#lib/audit/list-audit-entries.ts";
import { auditSentence } from "./audit-sentence.ts";

/** What an audit entry says happened; the target's id is in its tooltip. */
export function AuditText({ entry, tenant }: { entry: AuditView; tenant: string }) {
  const t = useTranslations("studio.auditLog");
  const roles = useTranslations("account.roles");
  const format = useFormatter();
  const { key, values, path } = auditSentence(entry, { t, roles, format });
  const target = (name: ReactNode) =>
    path ? (
      <Link className={buttonClass("link")} href={`/admin/${tenant}${path}`} title={entry.targetId}>
        <bdi>{name}</bdi>
      </Link>
    ) : (
      <span title={entry.targetId}>
        <bdi>{name}</bdi>
      </span>
    );
  return t.rich(`sentences.${key}`, { ...values, target } as never);
}
