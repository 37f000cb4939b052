import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { ReportList } from "#components/studio/rooms/report-list.tsx";
import { RoomTabs } from "#components/studio/rooms/room-tabs.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { hasPayments } from "#lib/payments/stripe.ts";
import type { ReportState } from "#lib/rooms/schema.ts";
import { listReports } from "#lib/rooms/studio/list-reports.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const states = ["open", "resolved", "dismissed"] as const satisfies readonly ReportState[];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioRooms"))("reports") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, query] = await Promise.all([params, searchParams]);
  const base = `/admin/${tenant}/rooms`;
  const path = `${base}/reports`;
  const { ctx, role } = await requireMember(tenant, "conversations:read", path);
  const state = states.find((one) => one === query.state) ?? "open";
  const before = typeof query.before === "string" ? query.before : null;
  const [t, { reports, before: next }] = await Promise.all([
    getTranslations("studioRooms"),
    listReports(ctx, { state, before }),
  ]);
  return (
    <Texts of={["studioRooms", "rooms"]}>
      <PageHead title={t("reports")} lead={t("reportsLead")} />
      <RoomTabs base={base} current="reports" hasPayments={hasPayments()} />
      <p className="mb-4 flex gap-4 text-small">
        {states.map((one) => (
          <Link
            key={one}
            href={`${path}?state=${one}`}
            aria-current={one === state ? "true" : undefined}
            className="text-ink-muted hover:text-ink aria-[current]:font-strong aria-[current]:text-ink"
          >
            {t(`reportStates.${one}`)}
          </Link>
        ))}
      </p>
      {reports.length === 0 ? (
        <p className="text-ink-soft">{t("reportsEmpty")}</p>
      ) : (
        <ReportList tenant={tenant} reports={reports} mayDecide={allows(role, "rooms:write")} />
      )}
      {next && (
        <Link href={`${path}?state=${state}&before=${next}`} className={buttonClass("outline", "mt-4")}>
          {t("olderEntries")}
        </Link>
      )}
    </Texts>
  );
}
