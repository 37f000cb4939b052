import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { CheckInsNav } from "#components/studio/check-ins/check-ins-nav.tsx";
import { TeamForm } from "#components/studio/check-ins/team-form.tsx";
import { TeamList } from "#components/studio/check-ins/team-list.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { listTeams } from "#lib/status/list-teams.ts";
import { listMembers } from "#lib/tenant/list-members.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("teams") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const base = `/admin/${tenant}`;
  const { ctx, role } = await requireMember(tenant, "checkins:read", `${base}/teams`);
  const mayChange = allows(role, "checkins:write");
  const [t, teams, members] = await Promise.all([
    getTranslations("checkIns"),
    listTeams(ctx, new Date(new Date().setUTCHours(0, 0, 0, 0))),
    mayChange ? listMembers(ctx) : [],
  ]);
  return (
    <Texts of={["checkIns"]}>
      <CheckInsNav tenant={tenant} current="teams" mayManageSlack={allows(role, "workspace:write")} />
      <PageHead title={t("teams")} lead={t("teamsLead")} />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div>
          {teams.length === 0 ? (
            <Empty title={t("noTeams")}>
              <p className="text-pretty text-ink-soft">{t(mayChange ? "noTeamsBody" : "noTeamsReader")}</p>
            </Empty>
          ) : (
            <TeamList base={base} teams={teams} mayChange={mayChange} />
          )}
        </div>
        {mayChange && (
          <section
            aria-labelledby="new-team"
            className="self-start rounded-2xl border border-line bg-raised p-5"
          >
            <h2 id="new-team" className="mb-4 font-semibold">
              {t("newTeam")}
            </h2>
            <TeamForm tenant={tenant} people={members.map(({ id, name }) => ({ id, name }))} />
          </section>
        )}
      </div>
    </Texts>
  );
}
