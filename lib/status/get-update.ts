import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { findTeam, findUpdate } from "./queries/reads.ts";
import { toUpdateView, type UpdateView, type Viewer } from "./update-view.ts";

/** One update with the name of its team. @throws ParleyError not_found, also for a removed update */
export async function getUpdate(
  ctx: Context,
  updateId: string,
  viewer: Viewer,
): Promise<UpdateView & { team: string }> {
  const row = await findUpdate(ctx, updateId);
  if (!row) throw notFound("update");
  const team = await findTeam(ctx, row.teamId);
  return { ...toUpdateView(row, viewer), team: team?.name ?? row.teamId };
}
