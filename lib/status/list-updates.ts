import type { Context } from "#lib/context/context.ts";
import { findUpdates, type ReadUpdate, type UpdateFilter } from "./queries/reads.ts";

const MAX_EXPORTED = 10_000;

/** Updates of a workspace's teams, the newest first. */
export function listUpdates(ctx: Context, filter: UpdateFilter): Promise<ReadUpdate[]> {
  return findUpdates(ctx, filter);
}

/** What a person wrote, for their export. */
export async function listUpdatesOf(ctx: Context, personId: string): Promise<object[]> {
  const updates = await findUpdates(ctx, { personId, limit: MAX_EXPORTED });
  return updates.map(({ teamId, content, createdAt, editedAt }) => ({
    teamId,
    content,
    createdAt,
    editedAt,
  }));
}
