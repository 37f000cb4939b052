import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { addDays, instantOf } from "#lib/core/local-time.ts";
import { searchableText } from "#lib/core/storable-text.ts";
import { findAuthors, findUpdate, findUpdates, type UpdateFilter } from "./queries/reads.ts";
import { toUpdateView, type UpdateView, type Viewer } from "./update-view.ts";

const MAX_EXPORTED = 10_000;
const PAGE = 30;
const MAX_AUTHORS = 200;
const MIDNIGHT = { hour: 0, minute: 0 };

const names = ["team", "author", "day", "search", "before"] as const;
export type UpdateQuery = Partial<Record<(typeof names)[number], string>>;

/** A filter from an address. Parts that are empty or given twice do not count. */
export function readQuery(given: Record<string, string | string[] | undefined>): UpdateQuery {
  const parts = names.flatMap((name) => {
    const value = given[name];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  });
  return Object.fromEntries(parts) as UpdateQuery;
}

/**
 * A page of updates, the newest first. `day` is a date in the viewer's zone; `before` the id of the last
 * update of the page before.
 */
export async function listUpdates(
  ctx: Context,
  query: UpdateQuery,
  viewer: Viewer,
): Promise<{ updates: UpdateView[]; before: string | null }> {
  const filter = await readUpdateQuery(ctx, query, viewer.timeZone);
  const rows = await findUpdates(ctx, { ...filter, limit: PAGE + 1 });
  const updates = rows.slice(0, PAGE).map((row) => toUpdateView(row, viewer));
  return { updates, before: rows.length > PAGE ? (updates.at(-1)?.updateId ?? null) : null };
}

/** What a filter asks for. What it does not understand of it, such as an impossible date, is left out. */
export async function readUpdateQuery(
  ctx: Context,
  query: UpdateQuery,
  timeZone: string,
): Promise<Omit<UpdateFilter, "limit">> {
  const { team, author, day, before } = query;
  const last = before ? await findUpdate(ctx, before) : null;
  return {
    ...(team && { teamId: team }),
    ...(author && { author }),
    ...(day &&
      isDate(day) && {
        from: instantOf(day, MIDNIGHT, timeZone),
        before: instantOf(addDays(day, 1), MIDNIGHT, timeZone),
      }),
    ...(last && { olderThan: last }),
    ...(query.search && { search: searchableText(query.search) }),
  };
}

const isDate = (text: string) => z.iso.date().safeParse(text).success;

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
