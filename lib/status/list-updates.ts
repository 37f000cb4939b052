import type { Context } from "#lib/context/context.ts";
import { searchableText } from "#lib/core/storable-text.ts";
import { findAuthors, findUpdate, findUpdates, type UpdateFilter } from "./queries/reads.ts";

const MAX_EXPORTED = 10_000;
const PAGE = 30;
const MAX_AUTHORS = 200;
const DAY_MS = 86_400_000;

export type UpdateView = {
  updateId: string;
  teamId: string;
  content: string;
  author: string;
  createdAt: string;
  isEdited: boolean;
  isOwn: boolean;
};

export type UpdateQuery = Partial<Record<"team" | "author" | "day" | "search" | "before" | "update", string>>;

/**
 * A page of updates, the newest first. `day` is a date in UTC; `before` the id of the last update of the page
 * before; `update` the id of the only one. @param personId whose updates are their own
 */
export async function listUpdates(
  ctx: Context,
  query: UpdateQuery,
  personId: string,
): Promise<{ updates: UpdateView[]; before: string | null }> {
  const rows = await findUpdates(ctx, { ...(await readQuery(ctx, query)), limit: PAGE + 1 });
  const updates = rows.slice(0, PAGE).map((row) => ({
    updateId: row.updateId,
    teamId: row.teamId,
    content: row.content,
    author: row.author,
    createdAt: row.createdAt.toISOString(),
    isEdited: row.editedAt !== null,
    isOwn: row.personId === personId,
  }));
  return { updates, before: rows.length > PAGE ? (updates.at(-1)?.updateId ?? null) : null };
}

async function readQuery(ctx: Context, query: UpdateQuery): Promise<Omit<UpdateFilter, "limit">> {
  const { team, author, day, before } = query;
  const from = day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : null;
  const last = before ? await findUpdate(ctx, before) : null;
  const isDay = from !== null && !Number.isNaN(from.getTime());
  return {
    ...(query.update && { updateId: query.update }),
    ...(team && { teamId: team }),
    ...(author && { author }),
    ...(isDay && { from, before: new Date(from.getTime() + DAY_MS) }),
    ...(last && { olderThan: last }),
    ...(query.search && { search: searchableText(query.search) }),
  };
}

/** Names of people who have written updates. */
export function listAuthors(ctx: Context): Promise<string[]> {
  return findAuthors(ctx, MAX_AUTHORS);
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
