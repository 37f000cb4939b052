import type { Context } from "#lib/context/context.ts";
import { loadTeam } from "../load.ts";
import { closeMoods } from "../queries/mood.ts";

/** Deletes what could tell who has said their mood in a round that closes. */
export async function closeMood(ctx: Context, round: { teamId: string; date: string }): Promise<void> {
  const { state: team } = await loadTeam(ctx, round.teamId);
  if (team.kind !== "none" && team.mood !== undefined) await closeMoods(ctx, round);
}
