import { addDays, localDate } from "#lib/core/local-time.ts";
import { comingRounds, nextAsksOf, samplePeople } from "../clock/next-asks.ts";
import { whyNoRound } from "../clock/round-times.ts";
import type { TeamPreviewInput } from "../schema.ts";

const ASKS = 2;
const SKIPPED = 2;
/** How far ahead free days are named. */
const LOOK_AHEAD_DAYS = 60;

export type TeamPreview = {
  /** Up to three people, of different zones where there are some. */
  people: { name: string; timeZone: string; asks: string[] }[];
  /** The team's. */
  timeZone: string;
  /** When the next round closes, an ISO timestamp; null if nobody is ever asked. */
  closesAt: string | null;
  /** The next free days that would have had a round. */
  skipped: string[];
};

/** What a schedule means for the people in a team, from now on. Times are ISO timestamps. */
export function previewTeam(input: TeamPreviewInput, now: Date): TeamPreview {
  const team = {
    pollSchedule: input.poll_schedule,
    timeZone: input.time_zone,
    clock: input.clock,
    closesAt: input.closes_at,
    freeDays: [...input.free_days, ...input.calendar_days.map(({ date }) => date)],
  };
  const members = input.members.map(({ name, time_zone }, index) => ({
    personId: String(index),
    name,
    timeZone: time_zone,
    away: null,
  }));
  const [next] = comingRounds(team, members, now);
  const people = samplePeople(members, team.timeZone);
  return {
    people: people.map((person) => ({
      name: person.name,
      timeZone: person.timeZone ?? team.timeZone,
      asks: nextAsksOf(team, person, now, ASKS).map((at) => at.toISOString()),
    })),
    timeZone: team.timeZone,
    closesAt: next?.times.closesAt.toISOString() ?? null,
    skipped: skippedDays(team, now),
  };
}

function skippedDays(team: Parameters<typeof whyNoRound>[0], now: Date): string[] {
  const today = localDate(now, team.timeZone);
  const days = Array.from({ length: LOOK_AHEAD_DAYS }, (_, index) => addDays(today, index));
  return days.filter((date) => whyNoRound(team, date) === "free-day").slice(0, SKIPPED);
}
