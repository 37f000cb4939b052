import type { EntryRow } from "../queries/entries.ts";
import type { DocumentEntry } from "../schema.ts";

export function describeEntry({ path, sourceId, document, ingestion }: EntryRow): DocumentEntry {
  return {
    sourceId,
    path,
    document: document && {
      id: document.id,
      title: document.title,
      chunks: document.chunks,
      hidden: document.hidden,
      unread: document.unread,
      updatedAt: document.updatedAt.toISOString(),
    },
    ingestion: ingestion && {
      id: ingestion.id,
      revision: ingestion.revision,
      state: ingestion.state,
      outcome: ingestion.outcome,
      reason: ingestion.reason,
      done: ingestion.done,
      total: ingestion.total,
      updatedAt: ingestion.updatedAt.toISOString(),
    },
  };
}
