import { calendarDay } from "./local-time.ts";
import type { HoroscopeCard } from "./schema.ts";

const DAY_MS = 86_400_000;

/**
 * Returns today, or this week's Monday, as YYYY-MM-DD.
 * @param timeZone IANA name of the asker's time zone; null: UTC
 */
export function readingDay(now: Date, span: HoroscopeCard["span"], timeZone: string | null): string {
  const today = calendarDay(now, timeZone ?? "UTC");
  const sinceMonday = span === "day" ? 0 : (today.getUTCDay() + 6) % 7;
  return new Date(today.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}
