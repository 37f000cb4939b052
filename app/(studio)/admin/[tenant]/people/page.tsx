import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { PeopleView } from "#components/studio/people-view.tsx";
import { allows } from "#lib/access/permissions.ts";
import { listAccessCodes } from "#lib/people/list-access-codes.ts";
import { listPeople } from "#lib/people/list-people.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioPeople"))("title") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const { ctx, role } = await requireMember(tenant, "people:read", `/admin/${tenant}/people`);
  const [people, codes] = await Promise.all([
    listPeople(ctx, {}),
    allows(role, "people:write") ? listAccessCodes(ctx) : null,
  ]);
  return (
    <Texts of={["studioPeople", "people"]}>
      <PeopleView tenant={tenant} initial={people} codes={codes} />
    </Texts>
  );
}
