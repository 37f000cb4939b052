import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Team } from "../model/team.ts";
import { findTeam } from "../queries/reads.ts";

/** An active team with all that its form shows. @throws ParleyError not_found, also for an archived one */
export async function getTeamSettings(ctx: Context, teamId: string): Promise<Team> {
  const team = await findTeam(ctx, teamId);
  if (team?.kind !== "active") throw notFound("team");
  return team;
}
