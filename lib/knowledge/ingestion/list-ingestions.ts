import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findSource } from "../queries/documents.ts";
import { countIngestions, listIngestions as listRows } from "../queries/ingestions.ts";
import type { IngestionState, IngestionSummary } from "./ingestion.ts";
import { summarizeIngestion } from "./summarize-ingestion.ts";

export type IngestionList = {
  /** Of the whole source. */
  counts: Partial<Record<IngestionState, number>>;
  ingestions: IngestionSummary[];
  /** Give it as `after` for the rest; null at the end. */
  next: string | null;
};

/** What is being taken in for a source, and what became of the rest, by path. @throws ParleyError not_found */
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
