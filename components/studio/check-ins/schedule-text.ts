import { readPollSchedule } from "#lib/status/poll-schedule.ts";

/** ISO weekdays. */
export const days = [1, 2, 3, 4, 5, 6, 7] as const;
export type Day = (typeof days)[number];

const NAMES = ["", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEKDAYS = "1,2,3,4,5";

/** @returns null without days: then nobody is asked */
export function writeSchedule(on: Day[], time: string): string | null {
  if (on.length === 0) return null;
  const chosen = on.toSorted((one, other) => one - other);
  const text = chosen.join() === WEEKDAYS ? "mon-fri" : chosen.map((day) => NAMES[day]).join(",");
  return `${text} ${time}`;
}

type Texts = (key: "everyDay" | "weekdays" | "notAsked" | `dayLetters.${Day}`) => string;

/** A schedule's days and time for people, such as "Monday to Friday" and "09:30"; null without one. */
export function readSchedule(text: string | null, t: Texts): { days: string; time: string } | null {
  const schedule = text === null ? null : readPollSchedule(text);
  if (!schedule) return null;
  const on = schedule.weekdays as Day[];
  const named = on.map((day) => t(`dayLetters.${day}`)).join(" ");
  const time = `${String(schedule.hour).padStart(2, "0")}:${String(schedule.minute).padStart(2, "0")}`;
  return { days: on.length === 7 ? t("everyDay") : on.join() === WEEKDAYS ? t("weekdays") : named, time };
}
