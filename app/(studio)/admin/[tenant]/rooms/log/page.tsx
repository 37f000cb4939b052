import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { requireMember } from "#app/_server/pages/page.ts";
import { RoomTabs } from "#components/studio/rooms/room-tabs.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import { hasPayments } from "#lib/payments/stripe.ts";
import { listModerationLog } from "#lib/rooms/studio/list-moderation-log.ts";

type Props = {
  params: Promise<{ tenant: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("studioRooms"))("log") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenant }, { before }] = await Promise.all([params, searchParams]);
  const base = `/admin/${tenant}/rooms`;
  const { ctx } = await requireMember(tenant, "conversations:read", `${base}/log`);
  const [t, words, format, { entries, before: next }] = await Promise.all([
    getTranslations("studioRooms"),
    getTranslations("rooms.moderation"),
    getFormatter(),
    listModerationLog(ctx, { before: typeof before === "string" ? before : null }),
  ]);
  return (
    <>
      <PageHead title={t("log")} lead={t("logLead")} />
      <RoomTabs base={base} current="log" hasPayments={hasPayments()} />
      {entries.length === 0 ? (
        <p className="text-ink-soft">{words("empty")}</p>
      ) : (
        <RowList as="ol">
          {entries.map((entry) => (
            <li key={entry.id}>
              <p className="min-w-0 flex-1 basis-64 wrap-anywhere">
                <span className={entry.is_undone ? "text-ink-muted line-through" : undefined}>
                  {words(`acts.${entry.action}`, {
                    actor: entry.actor === null ? words("workspace") : isolateText(entry.actor),
                    target: isolateText(entry.target ?? ""),
                    minutes: entry.minutes ?? 0,
                  })}
                </span>
              </p>
              <p className="flex flex-wrap gap-x-4 text-small text-ink-muted">
                <a className="text-accent hover:underline" href={`/r/${entry.room.code}`}>
                  {entry.room.title}
                </a>
                <time dateTime={entry.created_at}>
                  {format.dateTime(new Date(entry.created_at), { dateStyle: "medium", timeStyle: "short" })}
                </time>
              </p>
            </li>
          ))}
        </RowList>
      )}
      {next && (
        <Link href={`${base}/log?before=${next}`} className={buttonClass("outline", "mt-4")}>
          {t("olderEntries")}
        </Link>
      )}
    </>
  );
}
