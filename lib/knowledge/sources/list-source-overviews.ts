import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { SourceRow } from "../queries/sources.ts";
import { listSourceCounts } from "../queries/sources.ts";
import type { SourceOverview, SyncReport } from "../schema.ts";
import { describeSource } from "./describe-source.ts";

const MINUTE_MS = 60_000;

/** Returns a chatbot's sources with their counts and sync schedule. */
export async function listSourceOverviews(ctx: Context, chatbotId: Id<"bot">): Promise<SourceOverview[]> {
  const rows = await listSourceCounts(ctx, chatbotId);
  return rows.map(({ source, ...counts }) => {
    const { sync, ...rest } = describeSource(source);
    const { report, ...state } = sync;
    return { ...rest, ...counts, sync: { ...state, met: countPages(report), nextAt: nextSyncAt(source) } };
  });
}

function countPages(report: SyncReport | null): number {
  if (!report) return 0;
  return report.changed + report.unchanged + report.skippedCount + report.failedCount;
}

/** Every change of the sync state or schedule also enqueued the next sync, counted from that moment. */
function nextSyncAt({ syncMinutes, syncState, updatedAt }: SourceRow): string | null {
  if (!syncMinutes || syncState === "queued" || syncState === "fetching") return null;
  return new Date(updatedAt.getTime() + syncMinutes * MINUTE_MS).toISOString();
}
