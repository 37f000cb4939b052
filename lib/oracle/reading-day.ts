import type { HoroscopeCard } from "./schema.ts";

const DAY_MS = 86_400_000;

/** The day that is now, or the Monday of the week that is now, by UTC: YYYY-MM-DD. */
export function readingDay(now: Date, span: HoroscopeCard["span"]): string {
  const sinceMonday = span === "day" ? 0 : (now.getUTCDay() + 6) % 7;
  return new Date(now.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}
