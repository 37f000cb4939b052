import type { Context } from "#lib/context/context.ts";
import { listSourcesOfDocuments } from "../queries/sources.ts";
import type { SourceKind } from "../sources/source-kinds.ts";
import type { Retrieval, RetrievedPassage } from "./passage.ts";
import { type SearchRequest, searchKnowledge } from "./search-knowledge.ts";

export type PreviewedPassage = Omit<RetrievedPassage, "version" | "path" | "changedAt"> & {
  source: { id: string; name: string; kind: SourceKind } | null;
};
export type SearchPreview = Omit<Retrieval, "results"> & { results: PreviewedPassage[] };

/** Searches as an answer would, and adds the source of each passage. */
export async function previewSearch(ctx: Context, input: SearchRequest): Promise<SearchPreview> {
  const found = await searchKnowledge(ctx, input);
  const sources = await listSourcesOfDocuments(ctx, [
    ...new Set(found.results.map(({ documentId }) => documentId)),
  ]);
  const byDocument = new Map(sources.map(({ documentId, ...source }) => [documentId, source]));
  const results = found.results.map(({ version: _, path: __, changedAt: ___, ...passage }) => ({
    ...passage,
    source: byDocument.get(passage.documentId) ?? null,
  }));
  return { ...found, results };
}
