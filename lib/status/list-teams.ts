import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Team } from "./model/team.ts";
import { countUpdatesSince, findTeam, findTeams } from "./queries/reads.ts";

export type TeamView = Pick<
  Team,
  "teamId" | "name" | "kind" | "slackChannel" | "pollSchedule" | "timeZone" | "clock" | "createdAt"
> & { members: { personId: string; name: string }[] };

/** Teams in the order of their registration, archived ones last, with the updates since a moment. */
export async function listTeams(ctx: Context, since: Date): Promise<(TeamView & { updates: number })[]> {
  const [teams, counts] = await Promise.all([findTeams(ctx), countUpdatesSince(ctx, since)]);
  const isArchived = ({ kind }: Team) => Number(kind === "archived");
  return teams
    .toSorted((one, other) => isArchived(one) - isArchived(other))
    .map((team) => ({ ...view(team), updates: counts.get(team.teamId) ?? 0 }));
}

/** @throws ParleyError not_found */
export async function getTeam(ctx: Context, teamId: string): Promise<TeamView> {
  const team = await findTeam(ctx, teamId);
  if (!team) throw notFound("team");
  return view(team);
}

const view = ({
  teamId,
  name,
  kind,
  slackChannel,
  pollSchedule,
  timeZone,
  clock,
  createdAt,
  members,
}: Team) => ({
  ...{ teamId, name, kind, slackChannel, pollSchedule, timeZone, clock, createdAt },
  members: members.map((member) => ({ personId: member.personId, name: member.name })),
});
