"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type KeyboardEvent, useRef } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { InboxRow } from "#lib/inbox/list-inbox.ts";

type InboxListProps = {
  path: string;
  /** Of the filter, kept while one reads a conversation. */
  search: string;
  rows: InboxRow[];
  hasChatbots: boolean;
};

/** Conversations, each a link. The keys j and k go to the next and the previous one. */
export function InboxList({ path, search, rows, hasChatbots }: InboxListProps) {
  const list = useRef<HTMLOListElement>(null);
  const step = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== "j" && event.key !== "k")) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-row]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[at + (event.key === "j" ? 1 : -1)]?.focus();
  };
  return (
    <ol
      ref={list}
      onKeyDown={step}
      className="rounded-panel border border-line bg-raised *:not-first:border-t *:not-first:border-line"
    >
      {rows.map((row) => (
        <InboxItem key={row.id} row={row} href={`${path}/${row.id}${search}`} hasChatbot={hasChatbots} />
      ))}
    </ol>
  );
}

function InboxItem({ row, href, hasChatbot }: { row: InboxRow; href: string; hasChatbot: boolean }) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const { title, lastText, at, chatbot, channel, groundings, ratings, labels } = row;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken">
      <Link
        data-row
        href={href}
        prefetch={false}
        className="truncate font-medium outline-offset-2 before:absolute before:inset-0"
      >
        <bdi>{title}</bdi>
      </Link>
      <time dateTime={at} className="text-small whitespace-nowrap text-ink-muted">
        {format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short" })}
      </time>
      <p className="col-span-2 truncate text-small text-ink-soft">
        <bdi>{lastText}</bdi>
      </p>
      <div className="col-span-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-note text-ink-muted">
        {hasChatbot && <span>{isolateText(chatbot.name)}</span>}
        {row.isHandled && <Badge>{t("values.person")}</Badge>}
        {channel !== "page" && <Badge>{t(`values.${channel}`)}</Badge>}
        {groundings.includes("declined") && <Badge tone="danger">{t("values.declined")}</Badge>}
        {groundings.includes("uncited") && <Badge>{t("values.uncited")}</Badge>}
        {ratings.includes("down") && (
          <ThumbsDown role="img" aria-label={t("values.down")} className="size-3.5 text-danger" />
        )}
        {ratings.includes("up") && (
          <ThumbsUp role="img" aria-label={t("values.up")} className="size-3.5 text-accent" />
        )}
        {labels.map((label) => (
          <Badge key={label}>
            <bdi>{label}</bdi>
          </Badge>
        ))}
      </div>
    </li>
  );
}
