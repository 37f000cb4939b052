import { LRUCache } from "lru-cache";
import { shownAt } from "#lib/core/zone-clock.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A calendar date such as 2026-03-29, without a zone. */
export type LocalDate = string;
/** A wall clock's time. */
export type LocalTime = { hour: number; minute: number };

/** The date that a zone's calendars show. */
export function localDate(at: Date, timeZone: string): LocalDate {
  return new Date(shownAt(at.getTime(), timeZone)).toISOString().slice(0, 10);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** From 1 (Monday) to 7 (Sunday). */
export function isoWeekday(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** The scheduler asks for the same moments each minute. Each takes several readings of the zone's clock. */
const moments = new LRUCache<string, number>({ max: 20_000 });

/**
 * The moment when a zone's clocks show a time. Where they skip it, the first moment after the gap; where they
 * show it twice, the first of the two.
 */
export function instantOf(date: LocalDate, time: LocalTime, timeZone: string): Date {
  const key = [date, time.hour, time.minute, timeZone].join(" ");
  const known = moments.get(key);
  if (known !== undefined) return new Date(known);
  const at = findInstant(date, time, timeZone);
  moments.set(key, at.getTime());
  return at;
}

function findInstant(date: LocalDate, { hour, minute }: LocalTime, timeZone: string): Date {
  const shown = Date.parse(`${date}T00:00:00Z`) + (hour * 60 + minute) * MINUTE_MS;
  // Clocks change at most once within these two days.
  const [before, after] = [shown - DAY_MS, shown + DAY_MS].map((at) => shownAt(at, timeZone) - at) as [
    number,
    number,
  ];
  const [early, late] = [shown - Math.max(before, after), shown - Math.min(before, after)];
  if (shownAt(early, timeZone) === shown) return new Date(early);
  if (shownAt(late, timeZone) === shown) return new Date(late);
  return firstShowingMoreThan(shown, early, late, timeZone);
}

/** The moment within these bounds from which the clocks are past `shown`. Clocks change at whole seconds. */
function firstShowingMoreThan(shown: number, from: number, to: number, timeZone: string): Date {
  let [low, high] = [from, to];
  while (high - low > 1_000) {
    const middle = low + Math.floor((high - low) / 2_000) * 1_000;
    if (shownAt(middle, timeZone) > shown) high = middle;
    else low = middle;
  }
  return new Date(high);
}
