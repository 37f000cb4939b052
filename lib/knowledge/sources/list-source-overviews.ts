import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { listSourceCounts } from "../queries/entries.ts";
import type { SourceRow } from "../queries/sources.ts";
import type { SourceOverview, SyncReport } from "../schema.ts";
import { describeSource } from "./describe-source.ts";

const MINUTE_MS = 60_000;

/** A chatbot's sources, with what each holds, what is being read and when it is looked at again. */
export async function listSourceOverviews(ctx: Context, chatbotId: Id<"bot">): Promise<SourceOverview[]> {
  const rows = await listSourceCounts(ctx, chatbotId);
  return rows.map(({ source, ...counts }) => {
    const { sync, ...rest } = describeSource(source);
    const { report, ...state } = sync;
    return { ...rest, ...counts, sync: { ...state, met: countMet(report), nextAt: nextLook(source) } };
  });
}

function countMet(report: SyncReport | null): number {
  if (!report) return 0;
  return report.changed + report.unchanged + report.skippedCount + report.failedCount;
}

/** A look that ended, was called off or put on another schedule has set the time of the next. */
function nextLook({ syncMinutes, syncState, updatedAt }: SourceRow): string | null {
  if (!syncMinutes || syncState === "queued" || syncState === "fetching") return null;
  return new Date(updatedAt.getTime() + syncMinutes * MINUTE_MS).toISOString();
}
