import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { AnalyticsCharts } from "#components/studio/analytics/analytics-charts.tsx";
import { AnalyticsFilter } from "#components/studio/analytics/analytics-filter.tsx";
import { AnalyticsLists } from "#components/studio/analytics/analytics-lists.tsx";
import { FigureCards } from "#components/studio/analytics/figure-cards.tsx";
import { InboxNav } from "#components/studio/inbox/inbox-nav.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { reportFormats, withoutCosts } from "#lib/analytics/export-report.ts";
import { getLists, getReport } from "#lib/analytics/get-report.ts";
import { readAnalyticsQuery } from "#lib/analytics/period.ts";
import { readReportFilter } from "#lib/analytics/read-report-filter.ts";
import { LISTED } from "#lib/analytics/report.ts";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import { isId } from "#lib/core/ids.ts";
import { listOpenGaps } from "#lib/inbox/gaps/list-open-gaps.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("analytics"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, given] = await Promise.all([params, searchParams]);
  const base = `/admin/${tenant}`;
  const { ctx, role } = await requireMember(tenant, "conversations:read", `${base}/analytics`);
  const query = readAnalyticsQuery(given);
  const [t, chatbots, { settings }] = await Promise.all([
    getTranslations("analytics"),
    listChatbots(ctx),
    getWorkspace(ctx),
  ]);
  const { timeZone } = settings;
  const filter = readReportFilter(query, chatbots);
  const asked = chatbots.find(({ id }) => id === filter.chatbotId) ?? chatbots[0];
  const [all, lists, open] = await Promise.all([
    getReport(ctx, query, filter, timeZone),
    getLists(ctx, query, filter, timeZone),
    asked && isId("bot", asked.id) ? listOpenGaps(ctx, asked.id, LISTED) : null,
  ]);
  const hasCost = allows(role, "usage:read");
  const report = hasCost ? all : withoutCosts(all);
  const { days } = report;
  const { days: _, ...where } = query;
  const range = { from: days[0]?.day ?? "", to: days.at(-1)?.day ?? "" };
  const inbox = (more: Record<string, string>) =>
    `${base}/inbox?${new URLSearchParams({ ...where, ...range, ...more })}`;
  const isEmpty = days.every(
    (day) => day.questions + day.cited + day.declined + day.uncited + day.other === 0,
  );
  const isFirst = isEmpty && !lists.hasEvents;
  return (
    <>
      <InboxNav tenant={tenant} current="analytics" />
      <PageHead title={t("title")} lead={t("lead", { zone: timeZone })}>
        {!isEmpty && (
          <div className="flex flex-wrap gap-2">
            {reportFormats.map((format) => (
              <a
                key={format}
                href={`/api${base}/analytics?${new URLSearchParams({ ...query, format })}`}
                className={buttonClass("outline")}
                aria-label={t("exportAs", { format: t(format) })}
                download
              >
                <Download aria-hidden />
                {t(format)}
              </a>
            ))}
          </div>
        )}
      </PageHead>
      {isFirst ? (
        <Empty title={t("empty")}>
          <p className="text-pretty text-ink-soft">{t("emptyBody")}</p>
          <Link href={base} className={buttonClass("outline")}>
            {t("emptyAction")}
          </Link>
        </Empty>
      ) : (
        <>
          <AnalyticsFilter path={`${base}/analytics`} query={query} chatbots={chatbots} />
          {isEmpty ? (
            <Empty title={t("noMatch")}>
              <p className="text-pretty text-ink-soft">{t("noMatchBody")}</p>
              <Link href={`${base}/analytics?days=90`} className={buttonClass("outline")}>
                {t("clear")}
              </Link>
            </Empty>
          ) : (
            <div className="grid min-w-0 gap-10">
              <FigureCards now={report.now} before={report.before} inbox={inbox} hasCost={hasCost} />
              <AnalyticsCharts report={report} hasCost={hasCost} />
              <AnalyticsLists
                base={base}
                inbox={inbox}
                lists={lists}
                gaps={open?.gaps ?? []}
                gapCount={open?.count ?? 0}
                chatbot={asked?.handle ?? ""}
              />
            </div>
          )}
        </>
      )}
    </>
  );
}
