import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { RowList } from "#components/ui/row-list.tsx";
import type { RoomSummary } from "#lib/rooms/lifecycle/list-rooms.ts";
import { RoomActions } from "./rooms/room-actions.tsx";

type RoomListProps = { tenant: string; rooms: readonly RoomSummary[]; mayChange: boolean };

export function RoomList({ tenant, rooms, mayChange }: RoomListProps) {
  const t = useTranslations("studioRooms");
  const format = useFormatter();
  const day = (iso: string) => format.dateTime(new Date(iso), { dateStyle: "medium" });
  return (
    <RowList>
      {rooms.map(({ id, code, title, state, chatbot, people, messages, createdAt, lastMessageAt }) => (
        <li key={id} className="relative transition-colors hover:bg-surface">
          <div className="min-w-0 flex-1 basis-60">
            <p className="flex items-center gap-2">
              <a href={`/r/${code}`} className="truncate font-strong after:absolute after:inset-0">
                {title}
              </a>
              {state !== "open" && <Badge>{t(`states.${state}`)}</Badge>}
            </p>
            <p className="truncate text-small text-ink-muted">
              <span className="font-mono">{code}</span>
              {chatbot && ` · ${chatbot}`}
            </p>
          </div>
          <p className="flex flex-wrap gap-x-4 text-small text-ink-muted">
            <span>{t("people", { count: people })}</span>
            <span>{t("messages", { count: messages })}</span>
            <span>
              {lastMessageAt
                ? t("lastMessage", { day: day(lastMessageAt) })
                : t("created", { day: day(createdAt) })}
            </span>
          </p>
          {mayChange && <RoomActions tenant={tenant} room={{ id, title, state }} />}
        </li>
      ))}
    </RowList>
  );
}
