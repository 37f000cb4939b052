import { addDays, instantOf, isoWeekday, type LocalDate, type LocalTime } from "#lib/core/local-time.ts";
import { type PollSchedule, readPollSchedule } from "../poll-schedule.ts";
import type { Member, TeamSettings } from "../schema.ts";

export type ClockTeam = Pick<
  TeamSettings,
  "pollSchedule" | "timeZone" | "clock" | "closesAt" | "freeDays" | "calendar"
>;
export type ClockMember = Pick<Member, "personId" | "timeZone" | "away">;

/** Everyone has at least this long to answer, and nobody is asked later than this before the closing. */
export const LEAST_TIME_MS = 3_600_000;

/** Why nobody, or one person, is asked on a date. */
export type Reason = "no-schedule" | "weekday" | "free-day" | "away";

/** Whether a date has a round. @returns the reason if it has none */
export function whyNoRound(team: ClockTeam, date: LocalDate): Reason | null {
  const schedule = scheduleOf(team);
  if (!schedule) return "no-schedule";
  if (!schedule.weekdays.includes(isoWeekday(date))) return "weekday";
  const isFree = team.freeDays.includes(date) || team.calendar?.days.some((day) => day.date === date);
  return isFree ? "free-day" : null;
}

/** Whether a person is away on a date, both ends included. */
export function isAway({ away }: Pick<ClockMember, "away">, date: LocalDate): boolean {
  return away !== null && away.from <= date && (away.until === null || date <= away.until);
}

export type RoundTimes = {
  /** When the first person is asked. */
  opensAt: Date;
  closesAt: Date;
  /** When each person is asked, by person; those who are away are left out. */
  asks: Map<string, Date>;
};

/**
 * The moments of a round on a local date. By each person's clock, people in the east are asked first. The
 * round closes at the team's closing time, but not before everyone had an hour.
 * @returns null on a date without a round
 */
export function roundTimes(
  team: ClockTeam,
  members: readonly ClockMember[],
  date: LocalDate,
): RoundTimes | null {
  const schedule = scheduleOf(team);
  if (!schedule || whyNoRound(team, date) !== null) return null;
  const teamAsk = instantOf(date, schedule, team.timeZone);
  const asks = new Map(
    members
      .filter((member) => !isAway(member, date))
      .map((member) => [member.personId, askOf(team, member, date, schedule)]),
  );
  const times = [...asks.values()].map((at) => at.getTime());
  const opensAt = Math.min(...(times.length > 0 ? times : [teamAsk.getTime()]));
  const last = Math.max(teamAsk.getTime(), ...times);
  const closing = closingAfter(team, date, teamAsk);
  return {
    opensAt: new Date(opensAt),
    closesAt: new Date(Math.max(closing.getTime(), last + LEAST_TIME_MS)),
    asks,
  };
}

function askOf(team: ClockTeam, member: ClockMember, date: LocalDate, at: LocalTime): Date {
  const zone = team.clock === "person" ? (member.timeZone ?? team.timeZone) : team.timeZone;
  return instantOf(date, at, zone);
}

/** A closing time before the asking time is on the next day. */
function closingAfter({ closesAt, timeZone }: ClockTeam, date: LocalDate, ask: Date): Date {
  const [hour = 0, minute = 0] = closesAt.split(":").map(Number);
  const sameDay = instantOf(date, { hour, minute }, timeZone);
  return sameDay > ask ? sameDay : instantOf(addDays(date, 1), { hour, minute }, timeZone);
}

function scheduleOf({ pollSchedule }: ClockTeam): PollSchedule | null {
  return pollSchedule === null ? null : readPollSchedule(pollSchedule);
}
