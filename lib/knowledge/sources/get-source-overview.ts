import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findSourceRow } from "../queries/sources.ts";
import type { SourceOverview, SyncReport } from "../schema.ts";
import { describeSource } from "./describe-source.ts";
import { listSourceOverviews } from "./list-source-overviews.ts";

/** Returns a source with its counts, its chatbot and its last sync report. @throws ParleyError not_found */
export async function getSourceOverview(
  ctx: Context,
  sourceId: Id<"src">,
): Promise<{ chatbotId: Id<"bot">; source: SourceOverview; report: SyncReport | null }> {
  const row = await findSourceRow(ctx, sourceId);
  const all = row ? await listSourceOverviews(ctx, row.chatbotId) : [];
  const source = all.find(({ id }) => id === sourceId);
  if (!row || !source) throw notFound("source");
  return { chatbotId: row.chatbotId, source, report: describeSource(row).sync.report };
}
