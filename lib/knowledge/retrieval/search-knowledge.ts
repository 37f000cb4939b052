import { isMadeFor } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { traced } from "#lib/core/trace.ts";
import { pageRange } from "../parsing/pages.ts";
import { compareCuratedAnswers } from "../queries/curated.ts";
import {
  allowLongIndexWalk,
  type Bm25Hit,
  isComparedExactly,
  loadChunks,
  type ScopeSize,
  scopeSize,
  searchKnownWords,
  searchText,
  searchVectors,
  type TextQuery,
  type VectorHit,
} from "../queries/search.ts";
import type { SearchAnswer } from "../schema.ts";
import { activeEmbeddingModel } from "./active-embedding-model.ts";
import { bestEvidence, isAnswerable } from "./answerability.ts";
import { compoundWords } from "./compound-words.ts";
import { embedQuery } from "./embed-query.ts";
import { type Fused, fuseScores } from "./fuse-scores.ts";
import { matchCuratedAnswer, promoteCuratedAnswer } from "./match-curated-answer.ts";
import type { Retrieval, RetrievedPassage } from "./passage.ts";
import { questionWords } from "./question-words.ts";
import { rankPassages } from "./rank-passages.ts";
import { type Correction, candidateRanges, closestWords, correctable } from "./spelling-candidates.ts";

export type { Retrieval as Found, RetrievedPassage as FoundPassage } from "./passage.ts";

const CANDIDATES = 60;

export type SearchFor = {
  chatbotId: Id<"bot">;
  query: string;
  language: string;
  limit: number;
  /** What was asked before, for a question that leans on it: searched along at lower weight. */
  earlier?: string;
};

/**
 * Hybrid search over one chatbot's knowledge: BM25 and nearest windows side by side, fused by weighted scores; the same
 * said twice is left out, neighbours are joined. A curated pair whose question is the one that was asked comes first,
 * whatever else was found. Without vectors (the embedding model is down, or does not know the
 * language) it goes on with words alone and says so.
 */
export function searchKnowledge(ctx: Context, input: SearchFor): Promise<Retrieval> {
  return traced("retrieval", {}, async (span) => {
    const observe = metrics().retrieval.startTimer();
    const found = await search(ctx, input);
    observe();
    const { meaning, answerable, results } = found;
    span.set({
      "parley.meaning": meaning,
      "parley.answerable": answerable,
      "parley.passages": results.length,
    });
    return found;
  });
}

async function search(ctx: Context, input: SearchFor): Promise<Retrieval> {
  const { query, limit } = input;
  const sizing = scopeSize(ctx, input.chatbotId);
  const [{ hasPairs }, text, { meaning, hits }] = await Promise.all([
    sizing,
    byWords(ctx, input),
    byMeaning(ctx, input, sizing),
  ]);
  const found = { text: text.hits, vector: hits };
  const asked = hasPairs ? await askedPair(ctx, input, found) : null;
  const fused = promoteCuratedAnswer(fuseScores(text.hits.map(toScored), hits.map(toScored)), asked);
  const candidates = await loadPassages(ctx, fused.slice(0, limit + Math.max(limit, SPARE)), found, asked);
  const [curated, others] = [
    candidates.filter((passage) => passage.isCuratedAnswer),
    candidates.filter((passage) => !passage.isCuratedAnswer),
  ];
  const results = [...curated, ...rankPassages(query, others, limit - curated.length)];
  return {
    query,
    answerable: asked !== null || isAnswerable(candidates),
    evidence: bestEvidence(candidates),
    meaning,
    corrections: text.corrections,
    results,
  };
}

/** Candidates beyond the limit, to fill the places of those that say the same. */
const SPARE = 8;

type Place = { documentId: Id<"doc">; ordinal: number };

const keyOf = ({ documentId, ordinal }: Place) => `${documentId}#${ordinal}`;
const toScored = (hit: Place & { score: number }) => ({ key: keyOf(hit), score: hit.score });

/** A second time where words stand nowhere and others like them do. */
async function byWords(
  ctx: Context,
  { chatbotId, query, language, earlier = "" }: SearchFor,
): Promise<{ hits: Bm25Hit[]; corrections: Correction[] }> {
  const asked: TextQuery = {
    text: query,
    language,
    light: language === "english" ? questionWords(query) : "",
    earlier,
    joined: compoundWords(query),
    corrections: [],
  };
  const first = await searchText(ctx, chatbotId, asked, CANDIDATES);
  const unknown = correctable(first.unknown);
  if (unknown.length === 0) return { hits: first.hits, corrections: [] };
  const known = await searchKnownWords(ctx, chatbotId, unknown.flatMap(candidateRanges));
  const corrections = closestWords(unknown, known);
  if (corrections.length === 0) return { hits: first.hits, corrections };
  const { hits } = await searchText(ctx, chatbotId, { ...asked, corrections }, CANDIDATES);
  return { hits, corrections };
}

async function byMeaning(
  ctx: Context,
  { chatbotId, query, language, earlier }: SearchFor,
  sizing: Promise<ScopeSize>,
): Promise<{ meaning: SearchAnswer["meaning"]; hits: VectorHit[] }> {
  const model = await activeEmbeddingModel(ctx, chatbotId);
  if (!isMadeFor(model, language)) return { meaning: "other_language", hits: [] };
  try {
    const asked = earlier ? `${earlier}\n${query}` : query;
    const [scope, vector] = await Promise.all([sizing, embedQuery(ctx, asked, model)]);
    if (scope.windows === 0) return { meaning: "unavailable", hits: [] };
    if (isComparedExactly(scope)) {
      const hits = await searchVectors(ctx, chatbotId, { vector, model, exact: true }, CANDIDATES);
      return { meaning: "used", hits };
    }
    const hits = await transaction(ctx, async (tx) => {
      await allowLongIndexWalk(tx);
      return searchVectors(tx, chatbotId, { vector, model, exact: false }, CANDIDATES);
    });
    return { meaning: "used", hits };
  } catch (error) {
    log().warn(
      { tenantId: ctx.tenantId, requestId: ctx.requestId, ...errorFields(error) },
      "vector search left out",
    );
    return { meaning: "unavailable", hits: [] };
  }
}

type Hits = { text: Bm25Hit[]; vector: VectorHit[] };

/** The curated pair, among what was found, whose question is the one that was asked. */
async function askedPair(
  ctx: Context,
  { chatbotId, query, language }: SearchFor,
  { text, vector }: Hits,
): Promise<string | null> {
  const similarity = new Map(vector.map((hit) => [keyOf(hit), hit.score]));
  const ids = [...new Set([...text, ...vector].map(({ documentId }) => documentId))];
  const pairs = await compareCuratedAnswers(ctx, chatbotId, { text: query, language }, ids);
  return matchCuratedAnswer(
    query,
    language,
    pairs.map((pair) => ({ ...pair, key: keyOf(pair), similarity: similarity.get(keyOf(pair)) ?? null })),
  );
}

/** The chunks of the best hits as passages, in the order of the hits. */
async function loadPassages(
  ctx: Context,
  fused: Fused[],
  { text, vector }: Hits,
  asked: string | null,
): Promise<RetrievedPassage[]> {
  const places = new Map<string, Place>([...text, ...vector].map((hit) => [keyOf(hit), hit]));
  const coverage = new Map(text.map((hit) => [keyOf(hit), hit.coverage]));
  const rows = await loadChunks(
    ctx,
    fused.flatMap((hit) => places.get(hit.key) ?? []),
  );
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return fused.flatMap(({ key, ...scores }): RetrievedPassage[] => {
    const row = byKey.get(key);
    if (!row) return [];
    const { documentId, pageKind, pageStarts, ...rest } = row;
    const pages = pageKind && pageStarts ? { kind: pageKind, starts: pageStarts } : null;
    return [
      {
        ...rest,
        ...scores,
        documentId,
        document: documentId,
        pages: pageRange(pages, row.start, row.end),
        coverage: coverage.get(key) ?? 0,
        isCuratedAnswer: key === asked,
      },
    ];
  });
}
