const DAY_MS = 86_400_000;

/** What the calendar shows in a zone, as midnight UTC of that day. */
export function dayIn(at: Date, timeZone: string): Date {
  const shown = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return new Date(`${shown.format(at)}T00:00:00Z`);
}

/**
 * The moment at which the clocks of a zone show a time. One that they skip is taken for the time after the gap, of one that
 * they show twice the first.
 * @param clock the time on the clock, as if it were UTC
 */
export function inZone(clock: Date, timeZone: string): Date {
  // Clocks are changed at most once within a day and a day.
  const before = offsetAt(new Date(clock.getTime() - DAY_MS), timeZone);
  const after = offsetAt(new Date(clock.getTime() + DAY_MS), timeZone);
  const isShown = (at: Date) => at.getTime() + offsetAt(at, timeZone) === clock.getTime();
  const [first, second] = [before, after].map((offset) => new Date(clock.getTime() - offset)) as [Date, Date];
  // A time that is skipped is shown by neither: told by the clocks before, it lies after the gap.
  return isShown(first) || !isShown(second) ? first : second;
}

/** How far the clocks of a zone are ahead of UTC, milliseconds. */
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
