import { shownAt } from "#lib/core/zone-clock.ts";

const DAY_MS = 86_400_000;

/** The calendar date in a time zone, as midnight UTC of that date. */
export function calendarDay(at: Date, timeZone: string): Date {
  return new Date(Math.floor(shownAt(at.getTime(), timeZone) / DAY_MS) * DAY_MS);
}

/**
 * Converts a local time to UTC. A time skipped by a clock change is moved past the gap; for a repeated time
 * the first is used.
 * @param clock local time written as if it were UTC
 */
export function zonedTimeToUtc(clock: Date, timeZone: string): Date {
  // Clocks change at most once within these two days.
  const before = offsetAt(new Date(clock.getTime() - DAY_MS), timeZone);
  const after = offsetAt(new Date(clock.getTime() + DAY_MS), timeZone);
  const isShown = (at: Date) => at.getTime() + offsetAt(at, timeZone) === clock.getTime();
  const [first, second] = [before, after].map((offset) => new Date(clock.getTime() - offset)) as [Date, Date];
  // A skipped time is shown by neither offset; read with the earlier offset, it falls after the gap.
  return isShown(first) || !isShown(second) ? first : second;
}

/** UTC offset of a time zone, in milliseconds. */
const offsetAt = (at: Date, timeZone: string) =>
  shownAt(at.getTime(), timeZone) - Math.floor(at.getTime() / 1_000) * 1_000;
