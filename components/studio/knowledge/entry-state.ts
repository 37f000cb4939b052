import type { DocumentEntry } from "#lib/knowledge/schema.ts";

type Ingestion = NonNullable<DocumentEntry["ingestion"]>;

/** The state of a document's ingestion. `share` is its progress from 0 to 1, or null if unknown. */
export type EntryState = {
  tone: "busy" | "ready" | "failed" | "quiet";
  key:
    | Exclude<Ingestion["state"], "ready">
    | "embeddingStart"
    | "ready"
    | "readyPassages"
    | "replaced"
    | "unchanged";
  values: { done: number; total: number; count: number };
  share: number | null;
};

/** Embedding is most of the work, so the earlier steps take a small part of the bar. */
const BEFORE_EMBEDDING = { queued: 0.04, fetching: 0.08, parsing: 0.14, embedding: 0.2 };

export function entryState({
  ingestion,
  document,
}: Pick<DocumentEntry, "ingestion" | "document">): EntryState {
  const count = document?.chunks ?? 0;
  const values = { done: ingestion?.done ?? 0, total: ingestion?.total ?? 0, count };
  const state = ingestion?.state ?? "ready";
  switch (state) {
    case "queued":
    case "fetching":
    case "parsing":
      return { tone: "busy", key: state, values, share: BEFORE_EMBEDDING[state] };
    case "embedding": {
      const part = values.total > 0 ? values.done / values.total : 0;
      const share = BEFORE_EMBEDDING.embedding + part * (1 - BEFORE_EMBEDDING.embedding);
      return { tone: "busy", key: values.total > 1 ? "embedding" : "embeddingStart", values, share };
    }
    case "ready":
      if (ingestion?.outcome === "unchanged") return { tone: "ready", key: "unchanged", values, share: 1 };
      if (!document) return { tone: "ready", key: "ready", values, share: 1 };
      if (ingestion?.outcome === "replaced") return { tone: "ready", key: "replaced", values, share: 1 };
      return { tone: "ready", key: "readyPassages", values, share: 1 };
    case "failed":
      return { tone: "failed", key: "failed", values, share: null };
    case "cancelled":
      return { tone: "quiet", key: "cancelled", values, share: null };
    default:
      return state satisfies never;
  }
}

/** Returns the later of two reports on the same path. */
export function newerIngestion<T extends Pick<Ingestion, "revision" | "updatedAt">>(one: T, other: T): T {
  if (one.revision !== other.revision) return one.revision > other.revision ? one : other;
  return one.updatedAt >= other.updatedAt ? one : other;
}
