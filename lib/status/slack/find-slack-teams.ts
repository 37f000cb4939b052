import type { Context } from "#lib/context/context.ts";
import type { Team } from "../model/team.ts";
import { findTeams } from "../queries/reads.ts";
import type { Member } from "../schema.ts";

export type Membership = { team: Team; member: Member };

/** The active teams that a Slack person belongs to, as the person there. */
export async function findSlackTeams(ctx: Context, slackUser: string): Promise<Membership[]> {
  const teams = await findTeams(ctx);
  return teams.flatMap((team) => {
    const member = team.members.find((one) => one.slackUser === slackUser);
    return team.kind === "active" && member ? [{ team, member }] : [];
  });
}

/** Picks the team that a text names at its start, such as `design: done`. Names and ids both count. */
export function teamNamedIn(
  memberships: readonly Membership[],
  text: string,
): { membership: Membership; rest: string } | null {
  const [, named = "", rest = ""] = /^\s*([^:\n]{1,255}):\s*([\s\S]*)$/.exec(text) ?? [];
  const key = named.trim().toLowerCase();
  const membership = memberships.find(
    ({ team }) => team.teamId.toLowerCase() === key || team.name.toLowerCase() === key,
  );
  return membership ? { membership, rest } : null;
}
