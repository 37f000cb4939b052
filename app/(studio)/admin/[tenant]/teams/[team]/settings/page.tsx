import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { viewerZone } from "#app/_server/pages/viewer-zone.ts";
import { ArchiveTeam } from "#components/studio/check-ins/archive-team.tsx";
import { TeamForm } from "#components/studio/check-ins/team-form.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { listSlackMembers } from "#lib/slack/people/list-slack-members.ts";
import { getTeamSettings } from "#lib/status/studio/get-team-settings.ts";
import { listMembers } from "#lib/tenant/list-members.ts";

type Props = { params: Promise<{ tenant: string; team: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("settings") };
}

export default async function Page({ params }: Props) {
  const { tenant, team: name } = await params;
  const page = `/admin/${tenant}/teams/${name}`;
  const { ctx, person } = await requireMember(tenant, "checkins:write", `${page}/settings`);
  const [t, team, members, slackPeople, zone] = await Promise.all([
    getTranslations("checkIns"),
    orNotFound(getTeamSettings(ctx, decodeURIComponent(name))),
    listMembers(ctx),
    listSlackMembers(ctx),
    viewerZone(),
  ]);
  return (
    <Texts of={["checkIns"]} timeZone={zone}>
      <PageHead
        title={t("settings")}
        crumb={
          <Link href={page} className={crumbClass}>
            <bdi>{team.name}</bdi>
          </Link>
        }
      />
      <div className="grid gap-12">
        <TeamForm
          tenant={tenant}
          accounts={members.map(({ id, name: label }) => ({ id, name: label }))}
          slackPeople={slackPeople}
          viewer={{ id: person.userId, name: person.name }}
          team={team}
        />
        <ArchiveTeam tenant={tenant} teamId={team.teamId} name={team.name} />
      </div>
    </Texts>
  );
}
