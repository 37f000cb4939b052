import { addDays, type LocalDate, localDate } from "#lib/core/local-time.ts";
import { isSettled, MAX_SNOOZES, type Participation, type Round, type RoundState } from "../model/round.ts";
import {
  type ClockMember,
  type ClockTeam,
  LEAST_TIME_MS,
  type RoundTimes,
  roundTimes,
} from "./round-times.ts";

/** A slot that is later than this was missed. */
const PROMPT_MS = 300_000;
/** How long before the closing those who are missing are reminded: less than anyone has to answer. */
const REMIND_MS = 1_800_000;
const MINUTE_MS = 60_000;
const SNOOZES_MINUTES = [15, 60, 120];

/** A round that is between its first question and its closing. */
export type CurrentRound = { date: LocalDate; times: RoundTimes };

/**
 * The rounds of a team that have begun and have not closed. After a time without a scheduler these are all
 * that is caught up on: rounds that closed in between are not opened.
 */
export function currentRounds(team: ClockTeam, members: readonly ClockMember[], now: Date): CurrentRound[] {
  const today = localDate(now, team.timeZone);
  // By each person's clock a round begins up to a day before, and may close a day after, the team's date.
  return [-2, -1, 0, 1].flatMap((days) => {
    const date = addDays(today, days);
    const times = roundTimes(team, members, date);
    return times && times.opensAt <= now && now < times.closesAt ? [{ date, times }] : [];
  });
}

/** Whether a round that has begun is still worth opening: it began just now, or an hour is left. */
export function isWorthOpening({ opensAt, closesAt }: RoundTimes, now: Date): boolean {
  return now.getTime() - opensAt.getTime() <= PROMPT_MS || isTimeLeft(closesAt, now);
}

export type Ask = "not-yet" | "on-time" | "late" | "too-late";

/**
 * Whether to ask a person who has not been asked. Late after a time without a scheduler, but never too late.
 */
export function judgeAsk(askAt: Date, closesAt: Date, now: Date): Ask {
  if (now < askAt) return "not-yet";
  if (now.getTime() - askAt.getTime() <= PROMPT_MS && now < closesAt) return "on-time";
  return isTimeLeft(closesAt, now) ? "late" : "too-late";
}

/** What an open round needs now. Everything done is left out, so doing it twice changes nothing. */
export type Due =
  | { type: "ask"; personId: string }
  | { type: "remind"; personId: string }
  | { type: "close"; reason: "time" | "all-answered" };

/**
 * @param asks when each person is asked; someone who joined after the round opened is asked in the next
 * @param wantsReminder people who let themselves be reminded
 */
export function dueInRound(
  round: Round,
  asks: ReadonlyMap<string, Date>,
  wantsReminder: (personId: string) => boolean,
  now: Date,
): Due[] {
  if (round.kind === "closed") return [];
  const closesAt = new Date(round.closesAt);
  if (now >= closesAt) return [{ type: "close", reason: "time" }];
  if (round.people.length > 0 && round.people.every(isSettled))
    return [{ type: "close", reason: "all-answered" }];
  return round.people.flatMap((person): Due[] => {
    const { personId } = person;
    if (isSettled(person)) return [];
    // They asked to be asked again, so however little time is left.
    if (person.snoozedUntil) return now >= new Date(person.snoozedUntil) ? [{ type: "ask", personId }] : [];
    if (person.state === "waiting") {
      const askAt = asks.get(personId);
      const verdict = askAt ? judgeAsk(askAt, closesAt, now) : "too-late";
      return verdict === "on-time" || verdict === "late" ? [{ type: "ask", personId }] : [];
    }
    const isNearEnd = closesAt.getTime() - now.getTime() <= REMIND_MS;
    // Someone who snoozed was asked again already.
    const isQuiet = person.remindedAt !== null || person.snoozes > 0 || !wantsReminder(personId);
    return isNearEnd && !isQuiet ? [{ type: "remind", personId }] : [];
  });
}

/**
 * How long a person may snooze now, in minutes: at most three times in a round, and never past its closing.
 */
export function snoozeChoices(round: RoundState, person: Participation | undefined, now: Date): number[] {
  if (round.kind !== "open" || !person || isSettled(person) || person.snoozes >= MAX_SNOOZES) return [];
  const left = (Date.parse(round.closesAt) - now.getTime()) / MINUTE_MS;
  return SNOOZES_MINUTES.filter((minutes) => minutes < left);
}

function isTimeLeft(closesAt: Date, now: Date): boolean {
  return closesAt.getTime() - now.getTime() >= LEAST_TIME_MS;
}
