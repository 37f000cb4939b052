"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import type { GapPage } from "#lib/inbox/gaps/list-gaps.ts";

/** Questions without a good answer, each a link to the page that answers it. */
export function GapList({ path, gaps }: { path: string; gaps: GapPage["gaps"] }) {
  const t = useTranslations("inbox.gaps");
  const format = useFormatter();
  return (
    <ol className="rounded-panel border border-line bg-raised *:not-first:border-t *:not-first:border-line">
      {gaps.map(({ id, text, people, questions, reasons, lastAskedAt, reopenedAt }) => (
        <li key={id} className="relative grid gap-1 px-4 py-3 hover:bg-sunken">
          <Link
            href={`${path}/${id}`}
            prefetch={false}
            className="line-clamp-2 font-medium wrap-anywhere outline-offset-2 before:absolute before:inset-0"
          >
            <bdi>{text ?? t("deleted")}</bdi>
          </Link>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-note text-ink-muted">
            <span>{t("asked", { people, questions })}</span>
            {lastAskedAt && (
              <time dateTime={lastAskedAt}>
                {t("last", { date: format.dateTime(new Date(lastAskedAt), { dateStyle: "medium" }) })}
              </time>
            )}
            {reopenedAt && <Badge tone="danger">{t("reopened")}</Badge>}
            {reasons.map((reason) => (
              <Badge key={reason}>{t(`reasons.${reason}`)}</Badge>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
