import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { CheckInsNav } from "#components/studio/check-ins/check-ins-nav.tsx";
import { UpdateFilter } from "#components/studio/check-ins/update-filter.tsx";
import { UpdateForm } from "#components/studio/check-ins/update-form.tsx";
import { UpdateList } from "#components/studio/check-ins/update-list.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { allows } from "#lib/access/permissions.ts";
import { listTeams } from "#lib/status/list-teams.ts";
import { listAuthors, listUpdates, type UpdateQuery } from "#lib/status/list-updates.ts";

type Query = Partial<Record<keyof UpdateQuery, string | string[]>>;
type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<Query> };

const names = ["team", "author", "day", "search", "before", "update"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("updates") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, given] = await Promise.all([params, searchParams]);
  const path = `/admin/${tenant}/updates`;
  const { ctx, role, person } = await requireMember(tenant, "checkins:read", path);
  const query = Object.fromEntries(
    names.flatMap((name) => (typeof given[name] === "string" && given[name] ? [[name, given[name]]] : [])),
  ) as UpdateQuery;
  const [t, teams, authors, { updates, before }] = await Promise.all([
    getTranslations("checkIns"),
    listTeams(ctx, new Date()),
    listAuthors(ctx),
    listUpdates(ctx, query, person.userId),
  ]);
  const open = teams.filter(({ kind }) => kind === "active");
  const mayWrite = allows(role, "checkins:write");
  const isFiltered = Object.keys(query).length > 0;
  return (
    <Texts of={["checkIns"]}>
      <CheckInsNav tenant={tenant} current="updates" mayManageSlack={allows(role, "workspace:write")} />
      <PageHead title={t("updates")} lead={t("updatesLead")} />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 max-xl:order-2">
          {!query.update && (isFiltered || updates.length > 0) && (
            <UpdateFilter path={path} query={query} teams={teams} authors={authors} />
          )}
          {updates.length === 0 ? (
            <Empty title={t(isFiltered ? "noneFound" : "noUpdates")}>
              <p className="text-pretty text-ink-soft">
                {t(query.update ? "goneBody" : isFiltered ? "noneFoundBody" : "noUpdatesBody")}
              </p>
              {isFiltered && (
                <Link href={path} className={buttonClass("outline")}>
                  {t("clearFilters")}
                </Link>
              )}
            </Empty>
          ) : (
            <>
              {query.update && (
                <p className="mb-3">
                  <Link href={path} className={buttonClass("link")}>
                    {t("showAll")}
                  </Link>
                </p>
              )}
              <UpdateList
                tenant={tenant}
                updates={updates}
                teams={Object.fromEntries(teams.map(({ teamId, name }) => [teamId, name]))}
                mayWrite={mayWrite}
                mayModerate={allows(role, "workspace:write")}
              />
            </>
          )}
          {before && (
            <Link
              href={`${path}?${new URLSearchParams({ ...query, before })}`}
              className={buttonClass("outline", "mt-4")}
            >
              {t("older")}
            </Link>
          )}
        </div>
        {mayWrite && open.length > 0 && (
          <section
            aria-labelledby="new-update"
            className="self-start rounded-2xl border border-line bg-raised p-5"
          >
            <h2 id="new-update" className="mb-4 font-semibold">
              {t("newUpdate")}
            </h2>
            <UpdateForm tenant={tenant} teams={open} initial={query.team} />
          </section>
        )}
      </div>
    </Texts>
  );
}
