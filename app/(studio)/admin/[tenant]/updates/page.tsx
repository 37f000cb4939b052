import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { viewerZone } from "#app/_server/pages/viewer-zone.ts";
import { AnswerForm } from "#components/studio/check-ins/answer-form.tsx";
import { CheckInsNav } from "#components/studio/check-ins/check-ins-nav.tsx";
import { ExportLinks } from "#components/studio/check-ins/export-links.tsx";
import { UpdateFilter } from "#components/studio/check-ins/update-filter.tsx";
import { UpdateList } from "#components/studio/check-ins/update-list.tsx";
import { ZoneNote } from "#components/studio/check-ins/zone-note.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { localDate } from "#lib/core/local-time.ts";
import { listTeamNames } from "#lib/status/list-teams.ts";
import { listAuthors, listUpdates, readQuery } from "#lib/status/list-updates.ts";
import { listAnswerable } from "#lib/status/studio/list-answerable.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("updates") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, given, zone] = await Promise.all([params, searchParams, viewerZone()]);
  const path = `/admin/${tenant}/updates`;
  const { ctx, role, person } = await requireMember(tenant, "checkins:read", path);
  const query = readQuery(given);
  const mayWrite = allows(role, "checkins:write");
  const [t, teams, authors, { updates, before }, answerable] = await Promise.all([
    getTranslations("checkIns"),
    listTeamNames(ctx),
    listAuthors(ctx),
    listUpdates(ctx, query, { personId: person.userId, timeZone: zone }),
    mayWrite ? listAnswerable(ctx, person.userId) : [],
  ]);
  const isFiltered = Object.keys(query).length > 0;
  return (
    <Texts of={["checkIns"]} timeZone={zone}>
      <CheckInsNav tenant={tenant} current="updates" mayManageSlack={allows(role, "workspace:write")} />
      <PageHead title={t("updates")} lead={t("updatesLead")}>
        {updates.length > 0 && <ExportLinks tenant={tenant} query={query} zone={zone} />}
      </PageHead>
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 max-xl:order-2">
          {(isFiltered || updates.length > 0) && (
            <UpdateFilter path={path} query={query} teams={teams} authors={authors} />
          )}
          <p className="mb-4 empty:hidden">
            <ZoneNote zone={zone} />
          </p>
          {updates.length === 0 ? (
            <Empty title={t(isFiltered ? "noneFound" : "noUpdates")}>
              <p className="text-pretty text-ink-soft">{t(isFiltered ? "noneFoundBody" : "noUpdatesBody")}</p>
              {isFiltered && (
                <Link href={path} className={buttonClass("outline")}>
                  {t("clearFilters")}
                </Link>
              )}
            </Empty>
          ) : (
            <UpdateList
              tenant={tenant}
              updates={updates}
              teams={Object.fromEntries(teams.map(({ teamId, name }) => [teamId, name]))}
              today={localDate(ctx.now(), zone)}
              mayWrite={mayWrite}
              mayModerate={allows(role, "workspace:write")}
            />
          )}
          {before && (
            <Link
              href={`${path}?${new URLSearchParams({ ...query, before })}`}
              className={buttonClass("outline", "mt-5")}
            >
              {t("older")}
            </Link>
          )}
        </div>
        {answerable.length > 0 && (
          <section
            aria-labelledby="new-update"
            className="self-start rounded-2xl border border-line bg-raised p-5"
          >
            <h2 id="new-update" className="mb-4 font-semibold">
              {t("newUpdate")}
            </h2>
            <AnswerForm tenant={tenant} teams={answerable} initial={query.team} />
          </section>
        )}
      </div>
    </Texts>
  );
}
