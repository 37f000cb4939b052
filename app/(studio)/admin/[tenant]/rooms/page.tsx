import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { RoomList } from "#components/studio/room-list.tsx";
import { RoomPricesForm } from "#components/studio/room-prices-form.tsx";
import { RoomTabs } from "#components/studio/rooms/room-tabs.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { hasPayments } from "#lib/payments/stripe.ts";
import { listRooms } from "#lib/rooms/lifecycle/list-rooms.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioRooms"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const { tenant } = await params;
  const path = `/admin/${tenant}/rooms`;
  const { ctx, role } = await requireMember(tenant, "conversations:read", path);
  const named = (await searchParams).before;
  const before = typeof named === "string" ? named : null;
  const [t, { rooms, before: next }, { name, settings }] = await Promise.all([
    getTranslations("studioRooms"),
    listRooms(ctx, { before }),
    getWorkspace(ctx),
  ]);
  const prices = hasPayments() && (
    <RoomPricesForm
      tenant={tenant}
      name={name}
      initial={settings.roomPrices}
      isReadOnly={!allows(role, "workspace:write")}
    />
  );
  const create = (
    <Link href="/rooms/new" className={buttonClass("primary")} prefetch={false}>
      {t("new")}
    </Link>
  );
  if (rooms.length === 0 && before === null)
    return (
      <>
        <h1 className="sr-only">{t("title")}</h1>
        <RoomTabs base={path} current="rooms" hasPayments={hasPayments()} />
        <Empty title={t("emptyTitle")}>
          <p className="text-pretty text-ink-soft">{t("emptyBody")}</p>
          {create}
        </Empty>
        {prices}
      </>
    );
  return (
    <Texts of={["studioRooms"]}>
      <PageHead title={t("title")} lead={t("lead")}>
        {create}
      </PageHead>
      <RoomTabs base={path} current="rooms" hasPayments={hasPayments()} />
      <RoomList tenant={tenant} rooms={rooms} mayChange={allows(role, "rooms:write")} />
      {next && (
        <Link href={`${path}?before=${next}`} className={buttonClass("outline", "mt-4")}>
          {t("older")}
        </Link>
      )}
      {prices}
    </Texts>
  );
}
