const DAY_MS = 86_400_000;

/** The calendar date in a time zone, as midnight UTC of that date. */
export function calendarDay(at: Date, timeZone: string): Date {
  const shown = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return new Date(`${shown.format(at)}T00:00:00Z`);
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
function offsetAt(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const shown = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return shown - Math.floor(at.getTime() / 1_000) * 1_000;
}
