import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { PeopleView } from "#components/studio/people-view.tsx";
import { allows } from "#lib/access/permissions.ts";
import { listAccessCodes } from "#lib/people/list-access-codes.ts";
import { listPeople } from "#lib/people/list-people.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioPeople"))("title") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, role } = await requireMember(tenant, "people:read", `/admin/${tenant}/people`);
  const [people, { settings }, codes] = await Promise.all([
    listPeople(ctx, {}),
    getWorkspace(ctx),
    allows(role, "people:write") ? listAccessCodes(ctx) : null,
  ]);
  return (
    <Texts of={["studioPeople", "people"]}>
      <PeopleView
        tenant={tenant}
        initial={people}
        hasAccounts={settings.access.accounts}
        mayChangeSettings={allows(role, "workspace:write")}
        codes={codes}
      />
    </Texts>
  );
}
