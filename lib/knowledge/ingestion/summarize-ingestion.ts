import { splitReport } from "../parsing/stored-report.ts";
import type { IngestionRow } from "../queries/ingestions.ts";
import type { IngestionSummary } from "./ingestion.ts";

type Document = { id: string; chunkCount: number; windowCount: number; hidden: unknown } | null;

export function summarizeIngestion(row: IngestionRow, document: Document): IngestionSummary {
  const { id, path, state, outcome, reason, done, total, attempts, updatedAt, revision } = row;
  return {
    id,
    revision,
    path,
    state,
    outcome,
    reason,
    done,
    total,
    attempts,
    updatedAt: updatedAt.toISOString(),
    document: document && {
      id: document.id,
      chunks: document.chunkCount,
      windows: document.windowCount,
      ...splitReport(document.hidden),
    },
  };
}
