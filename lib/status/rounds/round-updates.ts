import type { Context } from "#lib/context/context.ts";
import { findUpdates, type ReadUpdate } from "../queries/reads.ts";

const LOOK_BACK_MS = 5 * 86_400_000;
const MAX_UPDATES = 1_000;

/** The updates of a team's round, the oldest first. */
export async function listRoundUpdates(ctx: Context, teamId: string, date: string): Promise<ReadUpdate[]> {
  const from = new Date(Date.parse(`${date}T00:00:00Z`) - LOOK_BACK_MS);
  const updates = await findUpdates(ctx, { teamId, from, limit: MAX_UPDATES });
  return updates.filter(({ roundDate }) => roundDate === date).reverse();
}
