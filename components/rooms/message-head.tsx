"use client";

import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { isolateText } from "#lib/core/isolate-text.ts";
import type { WireMessage } from "#lib/rooms/wire.ts";
import { useLocalTime } from "./use-local-time.ts";

type MessageHeadProps = { message: WireMessage; isOwn: boolean; isContinued: boolean };

export function MessageHead({ message, isOwn, isContinued }: MessageHeadProps) {
  const t = useTranslations("rooms");
  const time = useLocalTime();
  const { username, role, created_at: createdAt, edited_at: editedAt } = message;
  const name = isOwn ? t("youNamed", { name: isolateText(username) }) : username;
  if (isContinued) return <h2 className="sr-only">{name}</h2>;
  return (
    <div className="mb-1 flex max-w-full flex-wrap items-baseline gap-x-2 text-note text-ink-muted">
      <h2 className={isOwn ? "sr-only" : "truncate text-small font-strong text-ink"}>
        <bdi>{name}</bdi>
      </h2>
      {(role === "bot" || role === "host" || role === "moderator") && !isOwn && (
        <Badge className="self-center">{t(`roles.${role}`)}</Badge>
      )}
      <time dateTime={createdAt}>{time(createdAt)}</time>
      {editedAt && <span>{t("edited")}</span>}
    </div>
  );
}
