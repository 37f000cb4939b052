import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { RoomList } from "#components/studio/room-list.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { listRooms } from "#lib/rooms/list-rooms.ts";

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
  const { ctx } = await requireMember(tenant, "conversations:read", path);
  const named = (await searchParams).before;
  const before = typeof named === "string" ? named : null;
  const [t, { rooms, before: next }] = await Promise.all([
    getTranslations("studioRooms"),
    listRooms(ctx, { before }),
  ]);
  const create = (
    <Link href="/rooms/new" className={buttonClass("primary")} prefetch={false}>
      {t("new")}
    </Link>
  );
  if (rooms.length === 0 && before === null)
    return (
      <>
        <h1 className="sr-only">{t("title")}</h1>
        <Empty title={t("emptyTitle")}>
          <p className="text-pretty text-ink-soft">{t("emptyBody")}</p>
          {create}
        </Empty>
      </>
    );
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        {create}
      </PageHead>
      <RoomList rooms={rooms} />
      {next && (
        <Link href={`${path}?before=${next}`} className={buttonClass("outline", "mt-4")}>
          {t("older")}
        </Link>
      )}
    </>
  );
}
