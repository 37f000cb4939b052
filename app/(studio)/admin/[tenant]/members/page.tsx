import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { MembersView } from "#components/studio/members-view.tsx";
import { allows } from "#lib/access/permissions.ts";
import { listInvitations } from "#lib/tenant/list-invitations.ts";
import { listMembers } from "#lib/tenant/list-members.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studio"))("members") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, person, role } = await requireMember(tenant, "members:read", `/admin/${tenant}/members`);
  const [members, invitations] = await Promise.all([
    listMembers(ctx),
    allows(role, "members:write") ? listInvitations(ctx) : [],
  ]);
  return (
    <MembersView
      tenant={tenant}
      self={person.userId}
      role={role}
      initialMembers={members}
      initialInvitations={invitations}
    />
  );
}
