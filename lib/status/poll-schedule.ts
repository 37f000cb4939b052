/** When a team is asked: minute and hour of a local clock, and ISO weekdays from 1 (Monday) to 7 (Sunday). */
export type PollSchedule = { hour: number; minute: number; weekdays: number[] };

const NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
const DEFAULT_HOUR = 9;

/**
 * Reads a schedule: five cron fields with one minute and one hour, whose day of the month and month are `*`
 * (`30 9 * * 1-5`), or days and a time (`mon-fri 09:30`, `weekdays 09:30`, `daily`). @returns null for others
 */
export function readPollSchedule(text: string): PollSchedule | null {
  const words = text.trim().toLowerCase().split(/\s+/);
  if (words.length === 5) return readCron(words);
  if (words.length > 2) return null;
  const [first = "", second] = words;
  const time = readTime(second ?? first);
  if (second === undefined && time) return { ...time, weekdays: MONDAY_TO_FRIDAY };
  const weekdays = readDays(first);
  if (!weekdays || (second !== undefined && !time)) return null;
  return { ...(time ?? { hour: DEFAULT_HOUR, minute: 0 }), weekdays };
}

function readCron([minute = "", hour = "", day, month, weekday = ""]: string[]): PollSchedule | null {
  const time = readTime(`${hour}:${minute.padStart(2, "0")}`);
  const weekdays = readDays(weekday);
  return time && weekdays && day === "*" && month === "*" ? { ...time, weekdays } : null;
}

function readTime(text: string): { hour: number; minute: number } | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
  return { hour: Number(hour), minute: Number(minute) };
}

function readDays(text: string): number[] | null {
  if (text === "*" || text === "daily") return EVERY_DAY;
  if (text === "weekdays") return MONDAY_TO_FRIDAY;
  const days = new Set<number>();
  for (const part of text.split(",")) {
    const [from, to = from, ...rest] = part.split("-").map(readDay);
    if (from === undefined || from === null || to === undefined || to === null || rest.length > 0)
      return null;
    for (let day = from; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === to) break;
    }
  }
  return [...days].sort((a, b) => a - b);
}

/** Cron counts from 0 (Sunday) and also accepts 7 for Sunday. */
function readDay(text: string): number | null {
  if (/^[0-7]$/.test(text)) return Number(text) || 7;
  const named = NAMES.indexOf(text.slice(0, 3));
  if (named < 0 || !/^[a-z]{3}(?:day|sday|nesday|rsday|urday)?$/.test(text)) return null;
  return named || 7;
}
