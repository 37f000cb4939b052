import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { project } from "../projection/project.ts";
import { appendEvents, findKnownIds } from "../queries/events.ts";
import { findTeams, findUpdatesById } from "../queries/reads.ts";
import { hashTeams, hashUpdates, type RowHash } from "./hash-rows.ts";
import type { ImportPlan, Source } from "./plan-import.ts";

const BATCH = 500;

/**
 * Appends the planned events that are not there yet, so a run that was interrupted is continued by the next
 * one. @returns the number of new events
 * @throws ParleyError invalid for a plan with unknown types or unreadable events; nothing is then written
 */
export async function importEvents(ctx: Context, plan: ImportPlan): Promise<number> {
  const { events, unknownTypes, unreadable } = plan;
  if (unknownTypes.length > 0 || unreadable.length > 0)
    throw new ParleyError("invalid", "Nothing was imported: there are unknown types or unreadable events.");
  let added = 0;
  for (let from = 0; from < events.length; from += BATCH) {
    const batch = events.slice(from, from + BATCH);
    const known = await findKnownIds(
      ctx,
      batch.map(({ id }) => id),
    );
    const missing = batch.filter(({ id }) => !known.has(id));
    if (missing.length === 0) continue;
    await appendEvents(ctx, { events: missing, expected: [], key: null, requestHash: null });
    added += missing.length;
  }
  await project(ctx);
  return added;
}

export type Comparison = Record<"teams" | "updates", { source: RowHash; here: RowHash }>;

/** Counts and hashes of the source's rows, and of the rows with these ids here. */
export async function compareRows(ctx: Context, source: Source): Promise<Comparison> {
  const ids = new Set(source.teams.map(({ teamId }) => teamId));
  const teams = (await findTeams(ctx)).filter(({ teamId }) => ids.has(teamId));
  const updates = await findUpdatesById(
    ctx,
    source.updates.map(({ updateId }) => updateId),
  );
  return {
    teams: { source: hashTeams(source.teams), here: hashTeams(teams) },
    updates: { source: hashUpdates(source.updates), here: hashUpdates(updates) },
  };
}
