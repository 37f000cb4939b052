import { addDays, instantOf, type LocalDate, localDate } from "#lib/core/local-time.ts";

export const spans = ["7", "30", "90"] as const;
type Span = (typeof spans)[number];

/** What a page of figures is asked for. Parts of an address that say nothing it understands do not count. */
export type AnalyticsQuery = { days: Span; chatbot?: string; channel?: string };

export function readAnalyticsQuery(given: Record<string, string | string[] | undefined>): AnalyticsQuery {
  const text = (name: string) => {
    const value = given[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const days = spans.find((span) => span === text("days")) ?? "30";
  const [chatbot, channel] = [text("chatbot"), text("channel")];
  return { days, ...(chatbot && { chatbot }), ...(channel && { channel }) };
}

export type Period = {
  /** The days up to today, oldest first, as calendars of the workspace's zone show them. */
  days: LocalDate[];
  /** When each day of the period before and of this one begins, and when the last one ends. */
  bounds: Date[];
  timeZone: string;
};

/** The last days up to now, with as many before them to compare with. */
export function periodOf({ days }: AnalyticsQuery, now: Date, timeZone: string): Period {
  const today = localDate(now, timeZone);
  const count = Number(days);
  const dates = Array.from({ length: 2 * count + 1 }, (_, at) => addDays(today, at + 1 - 2 * count));
  return {
    days: dates.slice(count, -1),
    bounds: dates.map((date) => instantOf(date, { hour: 0, minute: 0 }, timeZone)),
    timeZone,
  };
}
