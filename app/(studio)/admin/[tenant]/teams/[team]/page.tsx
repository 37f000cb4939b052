import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { ArchiveTeam } from "#components/studio/check-ins/archive-team.tsx";
import { TeamForm } from "#components/studio/check-ins/team-form.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { getTeam } from "#lib/status/list-teams.ts";
import { isWorkspaceMember } from "#lib/status/studio/save-team.ts";
import { listMembers } from "#lib/tenant/list-members.ts";

type Props = { params: Promise<{ tenant: string; team: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("settings") };
}

export default async function Page({ params }: Props) {
  const { tenant, team: name } = await params;
  const teamId = decodeURIComponent(name);
  const list = `/admin/${tenant}/teams`;
  const { ctx } = await requireMember(tenant, "checkins:write", `${list}/${name}`);
  const [t, team, people] = await Promise.all([
    getTranslations("checkIns"),
    orNotFound(getTeam(ctx, teamId)),
    listMembers(ctx),
  ]);
  if (team.kind === "archived") notFound();
  const { members, ...settings } = team;
  const own = members.filter(isWorkspaceMember);
  return (
    <Texts of={["checkIns"]}>
      <PageHead
        title={team.name}
        crumb={
          <Link href={list} className={crumbClass}>
            {t("teams")}
          </Link>
        }
      />
      <div className="grid max-w-md gap-10">
        <TeamForm
          tenant={tenant}
          people={people.map(({ id, name }) => ({ id, name }))}
          team={{
            ...settings,
            memberIds: own.map(({ personId }) => personId),
            others: members.length - own.length,
          }}
        />
        <ArchiveTeam tenant={tenant} teamId={teamId} name={team.name} />
      </div>
    </Texts>
  );
}
