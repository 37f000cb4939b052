"use client";

import { useTranslations } from "next-intl";
import type { WireRoom } from "#lib/rooms/wire.ts";

/** The room's picture, if it has one. */
export function RoomCover({ room, className = "" }: { room: WireRoom; className?: string }) {
  const t = useTranslations("rooms");
  if (!room.cover) return null;
  return (
    // biome-ignore lint/performance/noImgElement: private and already small, so Next cannot optimize it
    <img
      src={`/api/chats/${room.code}/cover?v=${room.cover}`}
      alt={t("cover")}
      className={`aspect-video w-full rounded-xl bg-sunken object-cover ${className}`}
    />
  );
}
