import ical, { type CalendarResponse, type VEvent } from "node-ical";
import { cutName } from "#lib/core/clean-name.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { type CalendarDay, MAX_CALENDAR_DAYS } from "../schema.ts";

const MAX_NAME = 120;
const DAY_MS = 86_400_000;
/** Other frequencies repeat within a day, which no free day does. */
const FREQUENCIES = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY"];

/** Dates, both included, as `2026-12-31`. */
export type CalendarSpan = { from: string; to: string };

/**
 * The free days of an iCalendar file: its events of whole days, repeated ones too, by date. Events with a
 * time of day are left out.
 * @throws ParleyError invalid for text that is no calendar, or has more than 800 free days
 */
export function readCalendar(text: string, span: CalendarSpan): CalendarDay[] {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text))
    throw new ParleyError("invalid", "This is not an iCalendar file.");
  const parsed: CalendarResponse = ical.sync.parseICS(text);
  const [from, to] = [midnight(span.from), midnight(span.to)];
  const days = new Map<string, string>();
  for (const event of Object.values(parsed)) {
    if (event?.type !== "VEVENT" || !isFreeDay(event)) continue;
    for (const { start, end } of ical.expandRecurringEvent(event, { from, to, expandOngoing: true }))
      for (const date of datesBetween(start, end, span)) {
        if (days.has(date)) continue;
        if (days.size === MAX_CALENDAR_DAYS)
          throw new ParleyError("invalid", `This calendar has more than ${MAX_CALENDAR_DAYS} free days.`);
        days.set(date, nameOf(event));
      }
  }
  return [...days].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

function isFreeDay(event: VEvent): boolean {
  if (event.datetype !== "date" || event.status === "CANCELLED" || !event.start) return false;
  const frequency = /FREQ=(\w+)/.exec(event.rrule?.toString() ?? "")?.[1];
  return frequency === undefined || FREQUENCIES.includes(frequency.toUpperCase());
}

/** The library gives whole days as midnights of this process's zone. */
const midnight = (date: string) => new Date(`${date}T00:00:00`);

/** Up to the end, which iCalendar leaves out. At least one day, and only days in the span. */
function* datesBetween(start: Date, end: Date, span: CalendarSpan): Generator<string> {
  const day = (at: Date) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  const last = Math.max(day(end) - DAY_MS, day(start));
  const from = Math.max(day(start), Date.parse(span.from));
  for (let at = from; at <= Math.min(last, Date.parse(span.to)); at += DAY_MS)
    yield new Date(at).toISOString().slice(0, 10);
}

function nameOf({ summary }: VEvent): string {
  return cutName(typeof summary === "string" ? summary : (summary?.val ?? ""), MAX_NAME);
}
