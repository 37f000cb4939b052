import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { AuditText } from "#components/studio/audit-text.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<{ before?: string | string[] }> };

const PAGE = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio"))("audit") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, { before }] = await Promise.all([params, searchParams]);
  const path = `/admin/${tenant}/audit`;
  const { ctx } = await requireMember(tenant, "audit:read", path);
  const [t, format, entries] = await Promise.all([
    getTranslations("studio"),
    getFormatter(),
    listAuditEntries(ctx, typeof before === "string" ? before : null, PAGE),
  ]);
  return (
    <>
      <PageHead title={t("audit")} lead={t("auditLead")} />
      {entries.length === 0 ? (
        <p className="text-ink-soft">{t("auditEmpty")}</p>
      ) : (
        <RowList as="ol">
          {entries.map((entry) => (
            <li key={entry.id}>
              <div className="min-w-0 grow basis-64">
                <b className="font-medium">
                  <bdi>{entry.who}</bdi>
                </b>{" "}
                <AuditText entry={entry} tenant={tenant} />
              </div>
              <time dateTime={entry.at} className="text-sm text-ink-muted">
                {format.dateTime(new Date(entry.at), { dateStyle: "medium", timeStyle: "short" })}
              </time>
            </li>
          ))}
        </RowList>
      )}
      {entries.length === PAGE && (
        <Link className={buttonClass("outline", "mt-4")} href={`${path}?before=${entries.at(-1)?.id}`}>
          {t("older")}
        </Link>
      )}
    </>
  );
}
