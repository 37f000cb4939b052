import { addDays, type LocalDate, localDate } from "#lib/core/local-time.ts";
import { type ClockMember, type ClockTeam, type RoundTimes, roundTimes } from "./round-times.ts";

/** A year of free days, and the days around it. */
const MAX_DAYS = 400;

export type ComingRound = { date: LocalDate; times: RoundTimes };

/** Rounds in which someone will be asked from now on, the next first. */
export function* comingRounds(
  team: ClockTeam,
  members: readonly ClockMember[],
  now: Date,
): Generator<ComingRound> {
  const today = localDate(now, team.timeZone);
  // By each person's clock the last person may be asked a day after the team's date.
  for (let days = -1; days <= MAX_DAYS; days += 1) {
    const date = addDays(today, days);
    const times = roundTimes(team, members, date);
    if (times && lastAsk(times) > now.getTime()) yield { date, times };
  }
}

function lastAsk({ asks, opensAt }: RoundTimes): number {
  return Math.max(opensAt.getTime(), ...[...asks.values()].map((at) => at.getTime()));
}

/** When a team begins to ask next; null if it never does. */
export function nextOpening(team: ClockTeam, members: readonly ClockMember[], now: Date): Date | null {
  for (const { times } of comingRounds(team, members, now)) if (times.opensAt > now) return times.opensAt;
  return null;
}

/** The next moments at which a person is asked, at most `count`. */
export function nextAsksOf(team: ClockTeam, member: ClockMember, now: Date, count: number): Date[] {
  const moments: Date[] = [];
  for (const { times } of comingRounds(team, [member], now)) {
    const at = times.asks.get(member.personId);
    if (at && at > now) moments.push(at);
    if (moments.length === count) break;
  }
  return moments;
}

/** The people who show best what a schedule means: one of each zone, then the others, in their order. */
export function samplePeople<M extends ClockMember>(members: readonly M[], teamZone: string, count = 3): M[] {
  const byZone = new Map<string, M>();
  for (const member of members) {
    const zone = member.timeZone ?? teamZone;
    if (!byZone.has(zone)) byZone.set(zone, member);
  }
  const first = [...byZone.values()].slice(0, count);
  const others = members.filter((member) => !first.includes(member));
  return [...first, ...others.slice(0, count - first.length)];
}
