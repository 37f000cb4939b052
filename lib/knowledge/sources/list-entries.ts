import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { listEntryRows } from "../queries/entries.ts";
import { findSource } from "../queries/sources.ts";
import type { EntriesQuery, EntryPage } from "../schema.ts";
import { describeEntry } from "./describe-entry.ts";

/** Returns one page of a source's documents and ingestions, ordered by path. @throws ParleyError not_found */
export async function listEntries(
  ctx: Context,
  sourceId: Id<"src">,
  query: EntriesQuery,
): Promise<EntryPage> {
  if (!(await findSource(ctx, sourceId))) throw notFound("source");
  const { limit } = query;
  const rows = await listEntryRows(ctx, sourceId, { ...query, limit: limit + 1 });
  const entries = rows.slice(0, limit).map(describeEntry);
  return { entries, after: rows.length > limit ? (entries.at(-1)?.path ?? null) : null };
}
