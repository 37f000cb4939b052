import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { orNotFound, requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { viewerZone } from "#app/_server/pages/viewer-zone.ts";
import { UpdateCard } from "#components/studio/check-ins/update-card.tsx";
import { ZoneNote } from "#components/studio/check-ins/zone-note.tsx";
import { crumbClass, PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { getUpdate } from "#lib/status/get-update.ts";

type Props = { params: Promise<{ tenant: string; update: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("update") };
}

export default async function Page({ params }: Props) {
  const { tenant, update: id } = await params;
  const list = `/admin/${tenant}/updates`;
  const { ctx, person, role } = await requireMember(tenant, "checkins:read", `${list}/${id}`);
  const [t, zone] = await Promise.all([getTranslations("checkIns"), viewerZone()]);
  const viewer = { personId: person.userId, timeZone: zone };
  const update = await orNotFound(getUpdate(ctx, decodeURIComponent(id), viewer));
  const mayWrite = allows(role, "checkins:write");
  const team = `/admin/${tenant}/teams/${encodeURIComponent(update.teamId)}`;
  return (
    <Texts of={["checkIns"]} timeZone={zone}>
      <PageHead
        title={t("updateOf", { author: isolateText(update.author) })}
        lead={
          <Link href={team} className="underline-offset-[0.2em] hover:text-ink hover:underline">
            <bdi>{update.team}</bdi>
          </Link>
        }
        crumb={
          <Link href={list} className={crumbClass}>
            {t("updates")}
          </Link>
        }
      />
      <div className="grid max-w-(--column) gap-3">
        <UpdateCard
          tenant={tenant}
          update={update}
          hasDate
          mayEdit={mayWrite && update.isOwn}
          mayDelete={mayWrite && (update.isOwn || allows(role, "workspace:write"))}
          afterwards={list}
        />
        <ZoneNote zone={zone} />
      </div>
    </Texts>
  );
}
