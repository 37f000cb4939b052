import { minuteOf, textOf, type WallClock } from "./wall-clock.ts";

type PlannedPerson = {
  id: string;
  /** Their zone on a local date. */
  zoneOn(date: string): string;
  awayOn?(date: string): boolean;
  /** Dates for which they answer before they are asked. */
  answered?: readonly string[];
  /** By date, the moments until which they snooze. */
  snoozed?: Readonly<Record<string, readonly string[]>>;
};
export type PlannedTeam = {
  id: string;
  zone: string;
  byPerson: boolean;
  /** ISO weekdays. */
  days: readonly number[];
  askAt: string;
  closesAt: string;
  freeDays: readonly string[];
  people: readonly PlannedPerson[];
};
/** From the first minute without a scheduler to the first with one again. */
export type Downtime = readonly [from: string, to: string];
export type Verdict = { asked: string[]; isLate: boolean } | { why: string };

const HOUR = 60;
const PROMPT = 5;
/** January 1, 2026, is a Thursday. */
const weekdayOf = (date: string) => (((minuteOf(date) - minuteOf("2026-01-01")) / 1_440 + 3 + 700) % 7) + 1;

/**
 * When each person of a team is asked for a date, or why not: the rules of docs/check-ins.md in a second
 * version, which shares no code with the scheduler.
 */
export function reckonAsks(
  team: PlannedTeam,
  date: string,
  clocks: ReadonlyMap<string, WallClock>,
  downtimes: readonly Downtime[],
): Map<string, Verdict> {
  const { people } = team;
  const all = (why: string) => new Map(people.map(({ id }): [string, Verdict] => [id, { why }]));
  if (!team.days.includes(weekdayOf(date))) return all("weekday");
  if (team.freeDays.includes(date)) return all("free-day");
  const present = people.filter((person) => !person.awayOn?.(date));
  if (present.length === 0) return all("away");
  const clockOf = (zone: string) => clocks.get(zone) as WallClock;
  const teamClock = clockOf(team.zone);
  const teamAsk = teamClock.firstShowing(date, team.askAt);
  const asks = new Map(
    present.map((person) => [
      person.id,
      team.byPerson ? clockOf(person.zoneOn(date)).firstShowing(date, team.askAt) : teamAsk,
    ]),
  );
  const sameDay = teamClock.firstShowing(date, team.closesAt);
  const nextDay = textOf(minuteOf(date) + 1_440).slice(0, 10);
  const closing = sameDay > teamAsk ? sameDay : teamClock.firstShowing(nextDay, team.closesAt);
  const closes = Math.max(closing, teamAsk + HOUR, ...[...asks.values()].map((ask) => ask + HOUR));
  const up = (minute: number) => {
    const down = downtimes.find(([from, to]) => minuteOf(from) <= minute && minute < minuteOf(to));
    return down ? minuteOf(down[1]) : minute;
  };
  const opens = Math.min(...asks.values());
  const opened = up(opens);
  const isWorthIt = (due: number, at: number) => at < closes && (at - due <= PROMPT || closes - at >= HOUR);
  if (!isWorthIt(opens, opened)) return all("down");
  return new Map(
    people.map((person): [string, Verdict] => {
      const ask = asks.get(person.id);
      if (person.answered?.includes(date)) return [person.id, { why: "answered" }];
      if (ask === undefined) return [person.id, { why: "away" }];
      const at = Math.max(up(ask), opened);
      if (!isWorthIt(ask, at)) return [person.id, { why: "down" }];
      const asked = [textOf(at), ...(person.snoozed?.[date] ?? [])];
      return [person.id, { asked, isLate: at - ask > PROMPT }];
    }),
  );
}

/** The minutes of a date at which something of a round may be due; of questions, also those beside them. */
export function momentsOf(team: PlannedTeam, date: string, clocks: ReadonlyMap<string, WallClock>): number[] {
  const first = (zone: string, time: string) => (clocks.get(zone) as WallClock).firstShowing(date, time);
  const zones = new Set([team.zone, ...team.people.map((person) => person.zoneOn(date))]);
  const asks = [...zones].map((zone) => first(zone, team.askAt));
  const closes = first(team.zone, team.closesAt);
  return [...asks.flatMap((at) => [at - 1, at, at + 1]), closes - 30, closes];
}
