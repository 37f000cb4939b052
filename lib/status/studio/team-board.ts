import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { localDate } from "#lib/core/local-time.ts";
import { nextOpening } from "../clock/next-asks.ts";
import { isAway } from "../clock/round-times.ts";
import type { Round } from "../model/round.ts";
import type { Team } from "../model/team.ts";
import { findNewestRounds, findTeam, findTeams } from "../queries/reads.ts";
import type { Member } from "../schema.ts";
import { type RoundView, toRoundView } from "./round-view.ts";

export type TeamBoard = Pick<
  Team,
  "teamId" | "name" | "kind" | "slackChannel" | "pollSchedule" | "timeZone" | "clock"
> & {
  /** When the team begins to ask next, an ISO timestamp. */
  nextAt: string | null;
  /** The newest round; null before the first. */
  round: RoundView | null;
  /** Whether that round is the one of today in the team's zone, or still open. */
  isCurrent: boolean;
  members: BoardMember[];
};

export type BoardMember = Pick<Member, "personId" | "name" | "reminders" | "away" | "timeZone"> & {
  hasSlack: boolean;
  /** Whether they are away on the team's date. */
  isAway: boolean;
};

/** Teams with their newest round, in the order of their registration, archived ones last. */
export async function listTeamBoards(ctx: Context): Promise<TeamBoard[]> {
  const teams = await findTeams(ctx);
  const active = teams.filter(({ kind }) => kind === "active");
  const rounds = await findNewestRounds(
    ctx,
    active.map(({ teamId }) => teamId),
  );
  const archived = teams.filter(({ kind }) => kind === "archived");
  return [...active, ...archived].map((team) => toBoard(team, rounds.get(team.teamId), ctx.now()));
}

/** @throws ParleyError not_found */
export async function getTeamBoard(
  ctx: Context,
  teamId: string,
): Promise<TeamBoard & { questions: string[] }> {
  const team = await findTeam(ctx, teamId);
  if (!team) throw notFound("team");
  const rounds = await findNewestRounds(ctx, [teamId]);
  return { ...toBoard(team, rounds.get(teamId), ctx.now()), questions: team.questions };
}

function toBoard(team: Team, round: Round | undefined, now: Date): TeamBoard {
  const { teamId, name, kind, slackChannel, pollSchedule, timeZone, clock } = team;
  const today = localDate(now, timeZone);
  const next = kind === "active" ? nextOpening(team, team.members, now) : null;
  return {
    ...{ teamId, name, kind, slackChannel, pollSchedule, timeZone, clock },
    nextAt: next?.toISOString() ?? null,
    round: round ? toRoundView(round) : null,
    isCurrent: round !== undefined && (round.kind === "open" || round.date === today),
    members: team.members.map((member) => ({
      personId: member.personId,
      name: member.name,
      reminders: member.reminders,
      away: member.away,
      timeZone: member.timeZone,
      hasSlack: member.slackUser !== "",
      isAway: isAway(member, today),
    })),
  };
}
