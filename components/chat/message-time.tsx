"use client";

import { useFormatter } from "next-intl";
import { ownTimeZone } from "#components/ui/own-time-zone.ts";
import { useHydrated } from "#components/ui/use-hydrated.ts";

const time = { hour: "numeric", minute: "2-digit" } as const;

/**
 * When a message was sent, by the reader's clock. Until the browser shows it, its room is kept: the server
 * does not know their time zone.
 */
export function MessageTime({ createdAt, className }: { createdAt: string; className: string }) {
  const isHydrated = useHydrated();
  const format = useFormatter();
  if (createdAt === "") return null;
  const at = new Date(createdAt);
  if (!isHydrated)
    return (
      <time className={`${className} invisible`}>{format.dateTime(at, { ...time, timeZone: "UTC" })}</time>
    );
  const now = new Date();
  const timeZone = ownTimeZone();
  const day = { day: "numeric", month: "short" } as const;
  const date = at.getFullYear() === now.getFullYear() ? day : ({ ...day, year: "numeric" } as const);
  const isToday = at.toDateString() === now.toDateString();
  return (
    <time
      dateTime={createdAt}
      className={className}
      title={format.dateTime(at, { dateStyle: "full", timeStyle: "short", timeZone })}
    >
      {format.dateTime(at, { ...(isToday ? {} : date), ...time, timeZone })}
    </time>
  );
}
