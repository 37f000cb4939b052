import type { SourceRow } from "../queries/sources.ts";
import { crawlSettings, type SourceStatus, type SyncReport } from "../schema.ts";

export function describeSource(row: SourceRow): SourceStatus {
  const { id, kind, origin, name, syncMinutes, syncState, syncReason, syncReport, syncedAt } = row;
  return {
    id,
    kind,
    origin,
    name,
    settings: crawlSettings.catch({}).parse(row.settings),
    syncMinutes,
    sync: {
      state: syncState,
      reason: syncReason,
      report: syncReport as SyncReport | null,
      at: syncedAt?.toISOString() ?? null,
    },
  };
}
