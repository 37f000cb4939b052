"use client";

import { Search, SquarePen, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ownTimeZone } from "#components/ui/own-time-zone.ts";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import type { ConversationSummary } from "#lib/conversation/schema.ts";
import { ConversationRow } from "./conversation-row.tsx";
import { type DayGroup, groupByDay } from "./group-by-day.ts";
import type { ConversationListModel } from "./use-conversation-list.ts";

type ConversationNavProps = {
  name: string;
  logo: string | null;
  list: ConversationListModel;
  /** ISO time at which the server made the page. */
  now: string;
  currentId: string | null;
  addressOf: (id: string) => string;
  /** The user's account, or a sign-in link. */
  account: ReactNode;
  onNew: () => void;
  onOpen: (id: string) => void;
  onRename: (conversation: ConversationSummary, title: string) => void;
  onDelete: (conversation: ConversationSummary) => void;
};

export function ConversationNav(props: ConversationNavProps) {
  const { name, logo, list, now, currentId, addressOf, account, onNew, onOpen, onRename, onDelete } = props;
  const t = useTranslations("list");
  const chat = useTranslations("chat");
  const { conversations, query, shownQuery } = list;
  const format = useFormatter();
  const isHydrated = useHydrated();
  // The server knows neither the reader's clock nor their time zone, so the first view is by its own.
  const timeZone = isHydrated ? ownTimeZone() : "UTC";
  const groups = groupByDay(conversations ?? [], isHydrated ? new Date() : new Date(now), timeZone);
  const labelOf = ({ kind, at }: DayGroup) =>
    kind === "month"
      ? format.dateTime(new Date(at), { month: "long", year: "numeric", timeZone })
      : t(`days.${kind}`);

  return (
    <nav className="conversation-nav" aria-label={t("label")}>
      <p className="nav-name">
        {logo && (
          // biome-ignore lint/performance/noImgElement: a small data URL, already in the page
          <img src={logo} alt="" width={24} height={24} />
        )}
        <span className="truncate">
          <bdi>{name}</bdi>
        </span>
      </p>
      <Button variant="plain" className="new-chat" onClick={onNew}>
        <SquarePen aria-hidden />
        {chat("newChat")}
      </Button>
      <search className="search-box">
        <Search aria-hidden />
        <input
          type="search"
          value={query}
          placeholder={t("search")}
          aria-label={t("search")}
          onChange={(event) => list.setQuery(event.target.value)}
        />
        {query !== "" && (
          <IconButton size="small" icon={X} label={t("clearSearch")} onClick={() => list.setQuery("")} />
        )}
      </search>
      <div className="nav-scroll">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls of a form
          <div key={group.key} role="group" aria-label={labelOf(group)}>
            <p className="nav-group" aria-hidden>
              {labelOf(group)}
            </p>
            <ul>
              {group.conversations.map((conversation) => (
                <ConversationRow
                  key={conversation.id}
                  conversation={conversation}
                  address={addressOf(conversation.id)}
                  isCurrent={conversation.id === currentId}
                  onOpen={() => onOpen(conversation.id)}
                  onRename={(title) => onRename(conversation, title)}
                  onDelete={() => onDelete(conversation)}
                />
              ))}
            </ul>
          </div>
        ))}
        {list.hasMore && (
          <Button variant="ghost" onClick={() => list.loadMore().catch(() => {})}>
            {t("more")}
          </Button>
        )}
        <p className="nav-empty" role="status">
          {emptyText()}
        </p>
        {list.isFailed && (
          <Button variant="link" className="px-2" onClick={list.retry}>
            {chat("retry")}
          </Button>
        )}
      </div>
      <div className="nav-foot">
        {account}
        <p>{t("poweredBy")}</p>
      </div>
    </nav>
  );

  function emptyText(): string | null {
    // A list that is shown stays, but may not be what was searched for.
    if (list.isFailed) return t("failed");
    if (conversations === null || conversations.length > 0) return null;
    return shownQuery === "" ? t("empty") : t("noMatch", { query: shownQuery });
  }
}
