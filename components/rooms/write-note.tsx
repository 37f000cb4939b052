"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { isModerator } from "#lib/rooms/participants/rank.ts";
import { isMuted } from "./is-muted.ts";
import type { RoomState } from "./room-state.ts";
import { useLocalTime } from "./use-local-time.ts";

export type WriteRefusal = "archived" | "locked" | "muted";

/** Why the reader may not post now; null if they may. */
export function useWriteRefusal({ room, self }: RoomState): WriteRefusal | null {
  const [now, setNow] = useState(() => Date.now());
  const { muted_until: until } = self;
  useEffect(() => {
    setNow(Date.now());
    if (until === null) return;
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, Date.parse(until) - Date.now()) + 50);
    return () => clearTimeout(timer);
  }, [until]);
  if (room.state === "archived") return "archived";
  if (room.state === "locked" && !isModerator(self.role)) return "locked";
  return isMuted(self, now) ? "muted" : null;
}

/** Shown in place of the message box. The draft is kept. */
export function WriteNote({ refusal, until }: { refusal: WriteRefusal; until: string | null }) {
  const t = useTranslations("rooms");
  const time = useLocalTime();
  return (
    <p className="mb-3 rounded-xl bg-sunken px-4 py-3 text-center text-small text-ink-soft" role="status">
      {t(`refusals.${refusal}`, { time: until ? time(until) : "" })}
    </p>
  );
}
