import { addDays, instantOf, isoWeekday, type LocalDate } from "#lib/core/local-time.ts";

/** Local dates, both included. */
export type Span = {
  from: LocalDate;
  to: LocalDate;
  /** As in “three updates this week”. */
  words: string;
};

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const numbers = ["one", "two", "three", "four", "five", "six", "seven"];
const DAY = String.raw`(?:\d{4}-\d{2}-\d{2}|(?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9}\.?|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?|(?:last |on )?[a-z]{6,9}|today|yesterday)`;
const RANGE = new RegExp(`^(?:from |between )?(${DAY}) (?:to|until|till|and|through|–|-) (${DAY})$`);
const SINCE = new RegExp(`^(?:since|from) (${DAY})(?: on)?$`);
const MAX_DAYS = 366;

/**
 * Reads a time such as “last week”, “on Monday”, “since 2026-11-24” or “November 24 to 28”; null for text
 * that names no time. Weeks begin on Monday. A day without a year is the last one that is not in the future.
 * @param today in the zone of the person who asks
 */
export function readSpan(said: string, today: LocalDate): Span | null {
  const text = said
    .toLowerCase()
    .trim()
    .replace(/,/g, "")
    .replace(/^(?:for|during|over|in|within) (?=the |this|last|past|today|yesterday)/, "")
    .replace(/ so far$/, "");
  const monday = addDays(today, 1 - isoWeekday(today));
  switch (text) {
    case "today":
    case "this morning":
    case "this afternoon":
    case "tonight":
    case "so far today":
      return { from: today, to: today, words: "today" };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1), words: "yesterday" };
    case "this week":
    case "the week":
      return { from: monday, to: addDays(monday, 6), words: "this week" };
    case "last week":
    case "the last week":
      return { from: addDays(monday, -7), to: addDays(monday, -1), words: "last week" };
    case "this month":
      return { from: `${today.slice(0, 8)}01`, to: endOfMonth(today), words: "this month" };
    case "last month": {
      const to = addDays(`${today.slice(0, 8)}01`, -1);
      return { from: `${to.slice(0, 8)}01`, to, words: "last month" };
    }
    default:
      return readLast(text, today) ?? readRange(text, today) ?? readOne(text, today);
  }
}

/** When a span begins and ends in a zone: from the first moment, before the second. */
export function momentsOf({ from, to }: Pick<Span, "from" | "to">, timeZone: string) {
  const midnight = { hour: 0, minute: 0 };
  return {
    from: instantOf(from, midnight, timeZone),
    before: instantOf(addDays(to, 1), midnight, timeZone),
  };
}

/** “the last three days” ends today. */
function readLast(text: string, today: LocalDate): Span | null {
  const match = /^(?:the )?(?:last|past) (?:(\S+) )?(days?|weeks?)$/.exec(text);
  if (!match) return null;
  const [, said = "one", unit = ""] = match;
  const count = /^\d{1,3}$/.test(said) ? Number(said) : numbers.indexOf(said) + 1;
  const days = count * (unit.startsWith("week") ? 7 : 1);
  if (days < 1 || days > MAX_DAYS) return null;
  return { from: addDays(today, 1 - days), to: today, words: `in the last ${days} days` };
}

function readRange(text: string, today: LocalDate): Span | null {
  const [, since] = SINCE.exec(text) ?? [];
  const begin = since && readDay(since, today);
  if (begin) return { from: begin, to: today, words: `since ${inWords(begin)}` };
  const [, first = "", last = ""] = RANGE.exec(text) ?? [];
  const [to, from] = [readDay(last, today), readDay(first, today)];
  if (!from || !to || from > to || addDays(from, MAX_DAYS) < to) return null;
  return { from, to, words: `from ${inWords(from)} to ${inWords(to)}` };
}

function readOne(text: string, today: LocalDate): Span | null {
  const day = readDay(text.replace(/^on /, ""), today);
  return day === null ? null : { from: day, to: day, words: `on ${inWords(day)}` };
}

function readDay(said: string, today: LocalDate): LocalDate | null {
  const text = said.replace(/^(?:on|the) /, "");
  if (text === "today") return today;
  if (text === "yesterday") return addDays(today, -1);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return valid(text);
  const named = weekdays.indexOf(text.replace(/^last /, "")) + 1;
  if (named > 0) {
    const back = (isoWeekday(today) - named + 7) % 7;
    return addDays(today, -(back === 0 && text.startsWith("last ") ? 7 : back));
  }
  const [, one, before, after, other] =
    /^(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?$|^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?$/
      .exec(text)
      ?.map((part) => part ?? "") ?? [];
  const name = before || after || "";
  const month = months.findIndex((full) => name.length >= 3 && full.startsWith(name)) + 1;
  if (month === 0) return null;
  const monthAndDay = `${pad(month)}-${pad(Number(one || other))}`;
  const year = Number(today.slice(0, 4));
  const thisYear = valid(`${year}-${monthAndDay}`);
  return thisYear && thisYear <= today ? thisYear : valid(`${year - 1}-${monthAndDay}`);
}

const pad = (number: number) => String(number).padStart(2, "0");

function valid(date: string): LocalDate | null {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) ? date : null;
}

function endOfMonth(date: LocalDate): LocalDate {
  const next = addDays(`${date.slice(0, 8)}28`, 4);
  return addDays(`${next.slice(0, 8)}01`, -1);
}

/** A day as it is said, such as “Monday, November 30”. */
function inWords(date: LocalDate): string {
  return printDay(date, { weekday: "long", month: "long", day: "numeric" });
}

/** A day such as “Mon, Nov 30”. */
export function shortDay(date: LocalDate): string {
  return printDay(date, { weekday: "short", month: "short", day: "numeric" });
}

function printDay(date: LocalDate, format: Intl.DateTimeFormatOptions): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString("en-US", { ...format, timeZone: "UTC" });
}
