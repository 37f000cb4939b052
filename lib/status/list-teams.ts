import type { Context } from "#lib/context/context.ts";
import { findTeams } from "./queries/reads.ts";

/** Names of all teams, archived ones too, in the order of their registration. */
export async function listTeamNames(ctx: Context): Promise<{ teamId: string; name: string }[]> {
  return (await findTeams(ctx)).map(({ teamId, name }) => ({ teamId, name }));
}
