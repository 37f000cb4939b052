import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { viewerZone } from "#app/_server/pages/viewer-zone.ts";
import { TeamForm } from "#components/studio/check-ins/team-form.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { listSlackMembers } from "#lib/slack/people/list-slack-members.ts";
import { listMembers } from "#lib/tenant/list-members.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("newTeam") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const path = `/admin/${tenant}/new-team`;
  const { ctx, person } = await requireMember(tenant, "checkins:write", path);
  const [t, members, slackPeople, zone] = await Promise.all([
    getTranslations("checkIns"),
    listMembers(ctx),
    listSlackMembers(ctx),
    viewerZone(),
  ]);
  return (
    <Texts of={["checkIns"]} timeZone={zone}>
      <PageHead
        title={t("newTeam")}
        crumb={
          <Link href={`/admin/${tenant}/teams`} className={crumbClass}>
            {t("teams")}
          </Link>
        }
      />
      <TeamForm
        tenant={tenant}
        accounts={members.map(({ id, name }) => ({ id, name }))}
        slackPeople={slackPeople}
        viewer={{ id: person.userId, name: person.name }}
      />
    </Texts>
  );
}
