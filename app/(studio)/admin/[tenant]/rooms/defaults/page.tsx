import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { RoomDefaultsForm } from "#components/studio/rooms/room-defaults-form.tsx";
import { RoomTabs } from "#components/studio/rooms/room-tabs.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { hasPayments } from "#lib/payments/stripe.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = { params: Promise<{ tenant: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioRooms"))("defaults") };
}

export default async function Page({ params }: Props) {
  const { tenant } = await params;
  const base = `/admin/${tenant}/rooms`;
  const { ctx, role } = await requireMember(tenant, "conversations:read", `${base}/defaults`);
  const [t, { name, settings }] = await Promise.all([getTranslations("studioRooms"), getWorkspace(ctx)]);
  const { guestRooms, rooms } = settings;
  return (
    <Texts of={["studio", "studioRooms", "rooms"]}>
      <PageHead title={t("defaults")} lead={t("defaultsLead")} />
      <RoomTabs base={base} current="defaults" hasPayments={hasPayments()} />
      <RoomDefaultsForm
        tenant={tenant}
        name={name}
        initial={{ guestRooms, rooms }}
        isReadOnly={!allows(role, "workspace:write")}
      />
    </Texts>
  );
}
