import { translateQuestion } from "#lib/ai/builtin/translate-question.ts";
import { supportsLanguage } from "#lib/ai/embed.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import type { Id } from "#lib/core/ids.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { metrics } from "#lib/core/metrics.ts";
import { traced } from "#lib/core/trace.ts";
import { pageRange } from "../parsing/pages.ts";
import {
  allowLongIndexWalk,
  isComparedExactly,
  loadChunks,
  type ScopeSize,
  scopeSize,
  searchVectors,
  type VectorHit,
} from "../queries/search.ts";
import { activeEmbeddingModel } from "./active-embedding-model.ts";
import { bestEvidence, isAnswerable } from "./answerability.ts";
import { chargeQuery } from "./charge-query.ts";
import { compareCuratedAnswers } from "./compare-curated-answers.ts";
import { type Charge, embedQuery } from "./embed-query.ts";
import { type Fused, fuseScores } from "./fuse-scores.ts";
import { matchCuratedAnswer, promoteCuratedAnswer } from "./match-curated-answer.ts";
import type { Retrieval, RetrievedPassage } from "./passage.ts";
import { rankPassages } from "./rank-passages.ts";
import type { SearchAnswer } from "./schema.ts";
import { type Bm25Hit, searchByText } from "./search-by-text.ts";
import { textTrust } from "./text-trust.ts";

export type { Retrieval as Found, RetrievedPassage as FoundPassage } from "./passage.ts";

const CANDIDATES = 60;

export type SearchRequest = {
  chatbotId: Id<"bot">;
  query: string;
  language: string;
  limit: number;
  /** The previous question, for a follow-up; searched at lower weight. */
  earlier?: string;
  /**
   * Set for a turn: its reservation already counts against the budgets, so its question is always embedded.
   */
  isOfTurn?: boolean;
};

/**
 * Hybrid search over a chatbot's knowledge: BM25 and nearest windows in parallel, fused by weighted scores,
 * with repetitions removed and adjacent passages merged. A curated answer to this very question comes first.
 * Without vectors (model unavailable or language not supported), it searches by text only and says so in
 * `meaning`.
 */
export function searchKnowledge(ctx: Context, input: SearchRequest): Promise<Retrieval> {
  return traced("retrieval", {}, async (span) => {
    const stopTimer = metrics().retrieval.startTimer();
    const found = await searchInLanguageOfTexts(ctx, input);
    stopTimer();
    const { meaning, answerable, results } = found;
    span.set({
      "parley.meaning": meaning,
      "parley.answerable": answerable,
      "parley.passages": results.length,
    });
    return found;
  });
}

/** Searches again in English if a question in another language found nothing in English texts. */
async function searchInLanguageOfTexts(ctx: Context, input: SearchRequest): Promise<Retrieval> {
  const found = await search(ctx, input);
  if (found.answerable || input.language !== "english") return found;
  const query = translateQuestion(input.query);
  if (query === null) return found;
  const { earlier } = input;
  const again = await search(ctx, {
    ...input,
    query,
    ...(earlier !== undefined && { earlier: translateQuestion(earlier) ?? earlier }),
  });
  return again.answerable ? { ...again, query: input.query } : found;
}

async function search(ctx: Context, input: SearchRequest): Promise<Retrieval> {
  const { query, limit } = input;
  const sizing = scopeSize(ctx, input.chatbotId);
  const [{ hasCuratedAnswers }, text, { meaning, hits }] = await Promise.all([
    sizing,
    searchByText(ctx, input, CANDIDATES),
    searchByVector(ctx, input, sizing),
  ]);
  const found = { text: text.hits, vector: hits };
  const curatedKey = hasCuratedAnswers ? await findMatchingCuratedAnswer(ctx, input, found) : null;
  const fused = promoteCuratedAnswer(
    fuseScores(text.hits.map(toScored), hits.map(toScored), textTrust(text)),
    curatedKey,
  );
  const candidates = await loadPassages(
    ctx,
    fused.slice(0, Math.max(RERANKED, limit + Math.max(limit, EXTRA_CANDIDATES))),
    found,
    curatedKey,
  );
  const [curated, others] = [
    candidates.filter((passage) => passage.isCuratedAnswer),
    candidates.filter((passage) => !passage.isCuratedAnswer),
  ];
  const results = [...curated, ...rankPassages({ query, asked: text.asked }, others, limit - curated.length)];
  return {
    query,
    answerable: curatedKey !== null || isAnswerable(candidates),
    evidence: bestEvidence(candidates),
    meaning,
    corrections: text.corrections,
    results,
  };
}

/** Candidates whose texts are compared with the question again. */
const RERANKED = 40;
/** Candidates beyond the limit, which replace repetitions. */
const EXTRA_CANDIDATES = 8;

type Place = { documentId: Id<"doc">; ordinal: number };

const keyOf = ({ documentId, ordinal }: Place) => `${documentId}#${ordinal}`;
const toScored = (hit: Place & { score: number }) => ({ key: keyOf(hit), score: hit.score });

async function searchByVector(
  ctx: Context,
  { chatbotId, query, language, earlier, isOfTurn = false }: SearchRequest,
  sizing: Promise<ScopeSize>,
): Promise<{ meaning: SearchAnswer["meaning"]; hits: VectorHit[] }> {
  const model = await activeEmbeddingModel(ctx, chatbotId);
  if (!supportsLanguage(model, language, query)) return { meaning: "other_language", hits: [] };
  try {
    const text = earlier ? `${earlier}\n${query}` : query;
    const charge: Charge = (embed) => chargeQuery(ctx, { chatbotId, model, text, isOfTurn }, embed);
    const [scope, vector] = await Promise.all([sizing, embedQuery(ctx, text, model, charge)]);
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
      "vector search skipped",
    );
    return { meaning: "unavailable", hits: [] };
  }
}

type Hits = { text: Bm25Hit[]; vector: VectorHit[] };

/** Returns the key of the curated answer to this very question, among the hits. */
async function findMatchingCuratedAnswer(
  ctx: Context,
  { chatbotId, query, language }: SearchRequest,
  { text, vector }: Hits,
): Promise<string | null> {
  const similarity = new Map(vector.map((hit) => [keyOf(hit), hit.score]));
  const ids = [...new Set([...text, ...vector].map(({ documentId }) => documentId))];
  const candidates = await compareCuratedAnswers(ctx, chatbotId, { text: query, language }, ids);
  return matchCuratedAnswer(
    query,
    language,
    candidates.map((candidate) => ({
      ...candidate,
      key: keyOf(candidate),
      similarity: similarity.get(keyOf(candidate)) ?? null,
    })),
  );
}

/** Loads the chunks of the best hits as passages, in the same order. */
async function loadPassages(
  ctx: Context,
  fused: Fused[],
  { text, vector }: Hits,
  curatedKey: string | null,
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
    const { documentId, pageKind, pageStarts, lastModified, updatedAt, ...rest } = row;
    const pages = pageKind && pageStarts ? { kind: pageKind, starts: pageStarts } : null;
    return [
      {
        ...rest,
        ...scores,
        documentId,
        document: documentId,
        changedAt: changeDate(lastModified, updatedAt),
        pages: pageRange(pages, row.start, row.end),
        coverage: coverage.get(key) ?? 0,
        isCuratedAnswer: key === curatedKey,
      },
    ];
  });
}

/** @param lastModified HTTP date of the origin, where it sent one */
function changeDate(lastModified: string | null, updatedAt: Date): Date {
  const date = new Date(lastModified ?? "");
  return Number.isNaN(date.getTime()) ? updatedAt : date;
}
