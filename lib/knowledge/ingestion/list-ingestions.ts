import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { countIngestions, listIngestions as listRows } from "../queries/ingestions.ts";
import { findSource } from "../queries/sources.ts";
import type { IngestionState, IngestionSummary } from "./ingestion.ts";
import { summarizeIngestion } from "./summarize-ingestion.ts";

export type IngestionList = {
  /** For the whole source. */
  counts: Partial<Record<IngestionState, number>>;
  ingestions: IngestionSummary[];
  /** Cursor of the next page; null on the last. */
  next: string | null;
};

/** Returns one page of a source's ingestions, ordered by path. @throws ParleyError not_found */
export async function listIngestions(
  ctx: Context,
  sourceId: Id<"src">,
  page: { states?: IngestionState[]; after?: string; limit: number },
): Promise<IngestionList> {
  if (!(await findSource(ctx, sourceId))) throw notFound("source");
  const [counts, rows] = await Promise.all([countIngestions(ctx, sourceId), listRows(ctx, sourceId, page)]);
  const next = rows.length === page.limit ? (rows.at(-1)?.path ?? null) : null;
  return { counts, ingestions: rows.map((row) => summarizeIngestion(row, null)), next };
}
