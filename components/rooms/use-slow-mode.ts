import { useEffect, useState } from "react";
import { isModerator } from "#lib/rooms/participants/rank.ts";
import type { RoomState } from "./room-state.ts";

/** Seconds until slow mode lets the reader post again; 0 if it does now. */
export function useSlowMode({ room, self, messages, review }: RoomState): number {
  const [now, setNow] = useState(() => Date.now());
  const own = [...messages, ...review.held].filter((one) => one.participant_id === self.id);
  const last = Math.max(0, ...own.map((one) => Date.parse(one.created_at)));
  const isSlowed = room.slow_seconds > 0 && last > 0 && !isModerator(self.role);
  const freeAt = isSlowed ? last + room.slow_seconds * 1_000 : 0;
  useEffect(() => {
    setNow(Date.now());
    if (freeAt <= Date.now()) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (freeAt <= Date.now()) clearInterval(timer);
    }, 1_000);
    return () => clearInterval(timer);
  }, [freeAt]);
  return Math.max(0, Math.ceil((freeAt - now) / 1_000));
}
