import type { ConversationSummary } from "#lib/conversation/schema.ts";

export type DayGroup = {
  key: string;
  /** `month`: older ones, by calendar month. */
  kind: "today" | "yesterday" | "week" | "recent" | "month";
  /** When its newest conversation was last used. */
  at: string;
  conversations: ConversationSummary[];
};

const DAY_MS = 24 * 60 * 60 * 1_000;
const WEEK_DAYS = 7;
const RECENT_DAYS = 30;

/**
 * Groups conversations, newest first, by how long ago they were last used: today, yesterday, within seven
 * days, within thirty, and before that by month. Days are those of the time zone.
 */
export function groupByDay(
  conversations: readonly ConversationSummary[],
  now: Date,
  timeZone: string,
): DayGroup[] {
  const dateOf = dateIn(timeZone);
  const today = dateOf(now);
  const groups = new Map<string, DayGroup>();
  for (const conversation of conversations) {
    const date = dateOf(new Date(conversation.updatedAt));
    const kind = kindOf(Math.round((today.day - date.day) / DAY_MS));
    const key = kind === "month" ? date.month : kind;
    const group = groups.get(key);
    if (group) group.conversations.push(conversation);
    else groups.set(key, { key, kind, at: conversation.updatedAt, conversations: [conversation] });
  }
  return [...groups.values()];
}

function kindOf(daysAgo: number): DayGroup["kind"] {
  // A clock may run ahead of the server's.
  if (daysAgo <= 0) return "today";
  if (daysAgo === 1) return "yesterday";
  if (daysAgo <= WEEK_DAYS) return "week";
  return daysAgo <= RECENT_DAYS ? "recent" : "month";
}

/** Making one takes longer than a whole list. */
const formats = new Map<string, Intl.DateTimeFormat>();

function dateIn(timeZone: string): (at: Date) => { day: number; month: string } {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  formats.set(timeZone, format);
  return (at) => {
    const date = format.format(at);
    return { day: Date.parse(date), month: date.slice(0, 7) };
  };
}
