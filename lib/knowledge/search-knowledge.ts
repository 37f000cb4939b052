import { transaction } from "#db/client.ts";
import { embed, embeddingModelName } from "#lib/ai/embed.ts";
import type { Context } from "#lib/core/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { isAnswerable } from "./answerable.ts";
import { fuse } from "./fuse.ts";
import { pageRange } from "./pages.ts";
import { findAskedPair, promote } from "./promote-pairs.ts";
import {
  allowLongIndexWalk,
  type Bm25Hit,
  comparePairs,
  EXACT_SCAN_LIMIT,
  loadChunks,
  scopeSize,
  searchText,
  searchVectors,
  type VectorHit,
} from "./queries.ts";
import type { SearchAnswer, SearchResult } from "./schema.ts";

const CANDIDATES = 60;

export type FoundPassage = SearchResult & { documentId: Id<"doc">; version: string };
export type Found = Omit<SearchAnswer, "results"> & { results: FoundPassage[] };

/**
 * Hybrid search over one chatbot's knowledge: BM25 and nearest windows side by side, fused by weighted scores.
 * Without vectors (the embedding model is down) it goes on with words alone. A curated pair whose question is the one
 * that was asked comes first.
 */
export async function searchKnowledge(
  ctx: Context,
  input: { chatbotId: Id<"bot">; query: string; language: string; limit: number },
): Promise<Found> {
  const { chatbotId, query, language, limit } = input;
  const [text, vector] = await Promise.all([
    searchText(ctx, chatbotId, { text: query, language }, CANDIDATES),
    nearest(ctx, chatbotId, query),
  ]);
  const asked = await askedPair(ctx, input, text, vector);
  const fused = promote(
    fuse(
      text.map((hit) => ({ key: key(hit), score: hit.score })),
      vector.map((hit) => ({ key: key(hit), score: hit.score })),
    ),
    asked,
  ).slice(0, limit);
  const places = new Map([...text, ...vector].map((hit) => [key(hit), hit]));
  const coverage = new Map(text.map((hit) => [key(hit), hit.coverage]));
  const rows = await loadChunks(
    ctx,
    fused.flatMap((hit) => places.get(hit.key) ?? []),
  );
  const byKey = new Map(rows.map((row) => [key(row), row]));
  const results = fused.flatMap((hit): FoundPassage[] => {
    const row = byKey.get(hit.key);
    if (!row) return [];
    const { documentId, pageKind, pageStarts, ...rest } = row;
    const pages = pageKind && pageStarts ? { kind: pageKind, starts: pageStarts } : null;
    const { score, textScore, vectorScore } = hit;
    return [
      {
        ...rest,
        documentId,
        document: documentId,
        pages: pageRange(pages, row.start, row.end),
        score,
        textScore,
        vectorScore,
        coverage: coverage.get(hit.key) ?? 0,
        isCuratedAnswer: hit.key === asked,
      },
    ];
  });
  return { query, answerable: asked !== null || isAnswerable(results), results };
}

const key = (hit: { documentId: string; ordinal: number }) => `${hit.documentId}#${hit.ordinal}`;

/** The curated pair, among what was found, whose question is the one that was asked. */
async function askedPair(
  ctx: Context,
  { chatbotId, query, language }: { chatbotId: Id<"bot">; query: string; language: string },
  text: Bm25Hit[],
  vector: VectorHit[],
): Promise<string | null> {
  const similarity = new Map(vector.map((hit) => [key(hit), hit.score]));
  const ids = [...new Set([...text, ...vector].map(({ documentId }) => documentId))];
  const pairs = await comparePairs(ctx, chatbotId, { text: query, language }, ids);
  return findAskedPair(
    query,
    language,
    pairs.map((pair) => ({ ...pair, key: key(pair), similarity: similarity.get(key(pair)) ?? null })),
  );
}

async function nearest(ctx: Context, chatbotId: Id<"bot">, query: string): Promise<VectorHit[]> {
  try {
    const [scope, [vector]] = await Promise.all([scopeSize(ctx, chatbotId), embed([query], "query")]);
    if (!vector || scope.windows === 0) return [];
    const model = embeddingModelName();
    if (scope.windows <= EXACT_SCAN_LIMIT) {
      return await searchVectors(ctx, chatbotId, { vector, model, exact: true }, CANDIDATES);
    }
    return await transaction(ctx, async (tx) => {
      await allowLongIndexWalk(tx);
      return searchVectors(tx, chatbotId, { vector, model, exact: false }, CANDIDATES);
    });
  } catch (error) {
    log().warn(
      { tenantId: ctx.tenantId, requestId: ctx.requestId, ...errorFields(error) },
      "vector search left out",
    );
    return [];
  }
}
