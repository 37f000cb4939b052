import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { viewerZone } from "#app/_server/pages/viewer-zone.ts";
import { CheckInsNav } from "#components/studio/check-ins/check-ins-nav.tsx";
import { TeamList } from "#components/studio/check-ins/team-list.tsx";
import { ZoneNote } from "#components/studio/check-ins/zone-note.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { listTeamBoards } from "#lib/status/studio/team-board.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("teams") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const base = `/admin/${tenant}`;
  const { ctx, role } = await requireMember(tenant, "checkins:read", `${base}/teams`);
  const mayChange = allows(role, "checkins:write");
  const [t, teams, zone] = await Promise.all([
    getTranslations("checkIns"),
    listTeamBoards(ctx),
    viewerZone(),
  ]);
  const isEmpty = teams.length === 0;
  const register = (
    <Link href={`${base}/new-team`} className={buttonClass("primary", "no-underline")}>
      {t("newTeam")}
    </Link>
  );
  return (
    <Texts of={["checkIns"]} timeZone={zone}>
      <CheckInsNav tenant={tenant} current="teams" mayManageSlack={allows(role, "workspace:write")} />
      <PageHead title={t("teams")} lead={t("teamsLead")}>
        {mayChange && !isEmpty && register}
      </PageHead>
      {isEmpty ? (
        <Empty title={t("noTeams")}>
          <p className="text-pretty text-ink-soft">{t(mayChange ? "noTeamsBody" : "noTeamsReader")}</p>
          {mayChange && register}
        </Empty>
      ) : (
        <div className="grid gap-4">
          <TeamList tenant={tenant} teams={teams} mayChange={mayChange} zone={zone} now={ctx.now()} />
          <ZoneNote zone={zone} />
        </div>
      )}
    </Texts>
  );
}
