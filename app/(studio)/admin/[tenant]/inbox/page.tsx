import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { Texts } from "#app/_server/pages/texts.tsx";
import { InboxFilter } from "#components/studio/inbox/inbox-filter.tsx";
import { InboxList } from "#components/studio/inbox/inbox-list.tsx";
import { InboxNav } from "#components/studio/inbox/inbox-nav.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { listChatbots } from "#lib/chatbot/list-chatbots.ts";
import { listInbox, listLabels } from "#lib/inbox/list-inbox.ts";
import { exportFormats, readQuery } from "#lib/inbox/schema.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox"))("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, given] = await Promise.all([params, searchParams]);
  const path = `/admin/${tenant}/inbox`;
  const { ctx } = await requireMember(tenant, "conversations:read", path);
  const query = readQuery(given);
  const after = typeof given.after === "string" ? given.after : null;
  const [t, chatbots, labels, page] = await Promise.all([
    getTranslations("inbox"),
    listChatbots(ctx),
    listLabels(ctx),
    getWorkspace(ctx).then(({ settings }) => listInbox(ctx, query, { timeZone: settings.timeZone, after })),
  ]);
  const isFiltered = Object.keys(query).length > 0;
  const search = new URLSearchParams(query).toString();
  return (
    <Texts of={["inbox"]}>
      <InboxNav tenant={tenant} current="inbox" />
      <PageHead title={t("title")} lead={t("lead")}>
        {page.rows.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {exportFormats.map((format) => (
              <a
                key={format}
                href={`/api/admin/${tenant}/inbox?${new URLSearchParams({ ...query, format })}`}
                className={buttonClass("outline")}
                aria-label={t("exportAs", { format: t(`formats.${format}`) })}
                download
              >
                <Download aria-hidden />
                {t(`formats.${format}`)}
              </a>
            ))}
          </div>
        )}
      </PageHead>
      {(isFiltered || page.rows.length > 0) && (
        <InboxFilter path={path} query={query} chatbots={chatbots} labels={labels} />
      )}
      {page.rows.length === 0 ? (
        <Empty title={t(isFiltered ? "noMatch" : "empty")}>
          <p className="text-pretty text-ink-soft">{t(isFiltered ? "noMatchBody" : "emptyBody")}</p>
          {isFiltered && (
            <Link href={path} className={buttonClass("outline")}>
              {t("clearFilters")}
            </Link>
          )}
        </Empty>
      ) : (
        <InboxList
          path={path}
          search={search && `?${search}`}
          rows={page.rows}
          hasChatbots={chatbots.length > 1}
        />
      )}
      {page.after && (
        <Link
          href={`${path}?${new URLSearchParams({ ...query, after: page.after })}`}
          className={buttonClass("outline", "mt-4")}
        >
          {t("older")}
        </Link>
      )}
    </Texts>
  );
}
