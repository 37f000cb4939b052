import { and, eq, sql } from "drizzle-orm";
import { toVector } from "#db/schema/columns.ts";
import { chunks, documents } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import type { Correction, KnownWord, WordRange } from "../retrieval/spelling-candidates.ts";
import { documentVersion } from "./documents.ts";

export type Bm25Hit = { documentId: Id<"doc">; ordinal: number; score: number; coverage: number };
export type VectorHit = { documentId: Id<"doc">; ordinal: number; score: number };
/** `windowsOfAllTenants`: the database's latest estimate across tenants; 0 if there is none. */
export type ScopeSize = {
  hasCuratedAnswers: boolean;
  documents: number;
  chunks: number;
  lexemes: number;
  windows: number;
  windowsOfAllTenants: number;
};

/** Input of the full-text search. */
export type TextQuery = {
  text: string;
  language: string;
  /** Adjacent words written as one: a bonus where they occur, no penalty where they do not. */
  compoundWords: string;
  /** Words of the text that express the form of the question, not its topic. */
  questionWords: string;
  /** The previous question, for a follow-up. */
  earlier: string;
  corrections: Correction[];
};

/** Up to this many windows, comparing all of them costs less than an index scan. */
const EXACT_SCAN_LIMIT = 2_500;
/** Weight of a question word relative to other words. Tuned on the tuning halves. */
const QUESTION_WORD_WEIGHT = 0.5;
/** Known words examined per index range. */
const MAX_KNOWN_WORDS = 400;

/**
 * Whether to compare every window in scope (exact) or scan the HNSW index. The scan also visits other
 * tenants' rows, so the smaller a scope's share of the index, the later it pays off (decision 007).
 */
export function isComparedExactly({
  windows,
  windowsOfAllTenants,
}: Pick<ScopeSize, "windows" | "windowsOfAllTenants">): boolean {
  return windows ** 2 <= EXACT_SCAN_LIMIT * Math.max(windows, windowsOfAllTenants);
}

export async function scopeSize(ctx: Context, chatbotId: Id<"bot">): Promise<ScopeSize> {
  const [row] = await ctx.db
    .select({
      hasCuratedAnswers: sql<boolean>`exists (
        select from platform.knowledge_sources
        where tenant_id = ${idToUuid(ctx.tenantId)} and chatbot_id = ${idToUuid(chatbotId)} and kind = 'pairs')`,
      documents: sql<string>`count(*)`.mapWith(Number),
      chunks: sql<string>`coalesce(sum(${documents.chunkCount}), 0)`.mapWith(Number),
      lexemes: sql<string>`coalesce(sum(${documents.lexemeCount}), 0)`.mapWith(Number),
      windows: sql<string>`coalesce(sum(${documents.windowCount}), 0)`.mapWith(Number),
      windowsOfAllTenants: sql<string>`(
        select greatest(reltuples, 0) from pg_class where oid = 'platform.embeddings'::regclass)`.mapWith(
        Number,
      ),
    })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.chatbotId, chatbotId)));
  return (
    row ?? {
      hasCuratedAnswers: false,
      documents: 0,
      chunks: 0,
      lexemes: 0,
      windows: 0,
      windowsOfAllTenants: 0,
    }
  );
}

/** The postings of the words `r`, one row per chunk. Unnesting in FROM would cost several times as much. */
const unfolded = sql`p.document_id, r.idf, r.max_score, r.shortness, unnest(p.ordinals) as ordinal,
  unnest(p.frequencies)::float8 as frequency, unnest(p.lengths) as length`;
/** BM25 score of such a row, at most `max_score`. */
const worth = sql`max_score * frequency / (frequency + 0.3::float8 + length * shortness)`;

/**
 * Okapi BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) over stems, with chunks as documents and the
 * frequencies of this chatbot only, so other tenants' texts do not affect the ranking. Terms are OR-ed. The
 * previous question, corrections and compound words weigh less than the words themselves; for an uncertain
 * correction, the typed word counts partly as missing. `unknown`: stems that occur nowhere.
 *
 * Postings of common words are read only as far as they can matter (after MaxScore, Turtle and Flood 1995):
 * rare words set a threshold score; words that cannot reach it together are looked up only in chunks found by
 * other words. The result is the same as reading everything.
 */
export async function searchText(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: TextQuery,
  limit: number,
): Promise<{ hits: Bm25Hit[]; unknown: string[] }> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const replacements = query.corrections.flatMap(({ lexemes, ...one }) =>
    lexemes.map((lexeme) => ({ ...one, lexeme })),
  );
  const typed = sql.param(replacements.map((one) => one.typed));
  const lexemes = sql.param(replacements.map((one) => one.lexeme));
  const strengths = sql.param(replacements.map((one) => one.strength));
  const ofWord = sql`p.tenant_id = ${tenant} and p.chatbot_id = ${bot} and p.lexeme = r.lexeme`;
  const last = sql`order by score desc offset ${limit}::int - 1 limit 1`;
  const rows = await ctx.db.execute(sql`
    with scope as materialized (
      select greatest(sum(chunk_count), 1)::float8 as chunks,
             greatest(sum(lexeme_count)::float8 / greatest(sum(chunk_count), 1), 1) as mean_length
      from platform.documents where tenant_id = ${tenant} and chatbot_id = ${bot}
    ), asked as (
      select t.lexeme, cardinality(t.positions) * f.part as weight, f.part
      from unnest(to_tsvector(${query.language}::regconfig, ${query.text})) t
      left join unnest(to_tsvector(${query.language}::regconfig, ${query.questionWords})) l using (lexeme)
      cross join lateral (select case when l.lexeme is null then 1 else ${QUESTION_WORD_WEIGHT}::float8 end as part) f
      limit 64
    ), others as (
      select lexeme, max(weight) as weight, max(share) as share from (
        select lexeme, 0.5::float8 as weight, 0.5::float8 as share
        from unnest(to_tsvector(${query.language}::regconfig, ${query.earlier}))
        union all
        select lexeme, 0.5, 0 from unnest(to_tsvector(${query.language}::regconfig, ${query.compoundWords}))
      ) more where lexeme not in (select lexeme from asked) group by lexeme limit 96
    ), corrected as (
      select c.typed, c.lexeme, c.strength * a.weight as weight, c.strength as share
      from unnest(${typed}::text[], ${lexemes}::text[], ${strengths}::float8[]) c(typed, lexeme, strength)
      join asked a on a.lexeme = c.typed
      where c.lexeme not in (select lexeme from asked)
    ), terms as (
      select lexeme as typed, lexeme, weight, part as share, 0::float8 as doubt
      from asked where lexeme not in (select typed from corrected)
      union all select lexeme, lexeme, weight, share, 0 from others
      union all select typed, lexeme, weight, share, 1 - share from corrected
    ), weighed as materialized (
      select r.typed, r.lexeme, r.weight, r.share, r.doubt, s.mean_length, s.chunks as of, f.chunks,
             ln(1 + (s.chunks - f.chunks + 0.5) / (f.chunks + 0.5)) as idf
      from scope s cross join terms r cross join lateral (
        select coalesce(sum(p.chunk_count), 0)::float8 as chunks from platform.postings p where ${ofWord}
      ) f
    ), total as (
      select greatest(sum(known + doubt * ln(1 + (of + 0.5) / 0.5)), 1e-9) as idf
      from (select max(share * idf) as known, min(doubt) as doubt, max(of) as of from weighed group by typed) w
    ), words as materialized (
      select lexeme, share * idf as idf, weight * idf * 2.2::float8 as max_score, 0.9::float8 / mean_length as shortness,
             sum(chunks) over (order by chunks, lexeme) - chunks < greatest(300, 0.01 * of) as is_rare,
             sum(weight * idf * 2.2::float8) over (order by chunks desc, lexeme desc) as max_score_with_commoner
      from weighed where chunks > 0
    ), rare as materialized (
      select document_id, ordinal, sum(${worth}) as score, sum(idf) as idf
      from (select ${unfolded} from words r join platform.postings p on ${ofWord} where r.is_rare) e
      group by document_id, ordinal
    ), threshold as materialized (
      select coalesce((select score from rare ${last}), 0) as score
    ), negligible as materialized (
      select * from words where not is_rare and max_score_with_commoner < (select score from threshold)
    ), partial as materialized (
      select document_id, ordinal, sum(score) as score, sum(idf) as idf from (
        select document_id, ordinal, score, idf from rare
        union all
        select document_id, ordinal, ${worth}, idf
        from (select ${unfolded} from words r join platform.postings p on ${ofWord}
              where not r.is_rare and r.max_score_with_commoner >= (select score from threshold)) e
      ) b group by document_id, ordinal
    ), candidates as materialized (
      select document_id, ordinal, score, idf from partial
      where score + coalesce((select max(max_score_with_commoner) from negligible), 0)
            >= coalesce((select score from partial ${last}), 0)
    ), completed as (
      select document_id, ordinal, score, idf, true as is_candidate from candidates
      union all
      select document_id, ordinal, ${worth}, idf, false
      from (select ${unfolded} from negligible r cross join (select distinct document_id from candidates) c
            cross join lateral (
              select p.* from platform.postings p where ${ofWord} and p.document_id = c.document_id offset 0
            ) p) e
    ), scored as (
      select document_id, ordinal, sum(score) as score, least(sum(idf) / (select idf from total), 1) as coverage
      from completed group by document_id, ordinal having bool_or(is_candidate)
      order by score desc, document_id, ordinal limit ${limit}::int
    )
    select u.unknown, s.* from (
      select array(select w.typed from weighed w join asked a on a.lexeme = w.typed where w.chunks = 0) as unknown
    ) u left join scored s on true order by score desc, document_id, ordinal`);
  const read = rows as unknown as Record<string, unknown>[];
  return {
    unknown: (read[0]?.unknown ?? []) as string[],
    hits: read
      .filter((row) => row.document_id !== null)
      .map((row) => ({
        documentId: idFromUuid("doc", String(row.document_id)),
        ordinal: Number(row.ordinal),
        score: Number(row.score),
        coverage: Number(row.coverage),
      })),
  };
}

/** Returns the stems of this chatbot's texts within the ranges, with their document counts. */
export async function searchKnownWords(
  ctx: Context,
  chatbotId: Id<"bot">,
  ranges: WordRange[],
): Promise<KnownWord[]> {
  const of = (key: keyof WordRange) => sql.param(ranges.map((range) => range[key]));
  const rows = await ctx.db.execute(sql`
    select r.word, k.lexeme, k.documents
    from unnest(${of("word")}::text[], ${of("low")}::text[], ${of("high")}::text[]) r(word, low, high)
    cross join lateral (
      select p.lexeme, count(*) as documents from platform.postings p
      where p.tenant_id = ${idToUuid(ctx.tenantId)} and p.chatbot_id = ${idToUuid(chatbotId)}
        and p.lexeme >= r.low and p.lexeme < r.high
        and length(p.lexeme) between length(r.word) - 2 and length(r.word) + 2
      group by p.lexeme limit ${MAX_KNOWN_WORDS}
    ) k`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    word: String(row.word),
    lexeme: String(row.lexeme),
    documents: Number(row.documents),
  }));
}

/** Returns the nearest chunks by cosine similarity of their best window. `exact` compares all in scope. */
export async function searchVectors(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { vector: Float32Array; model: string; exact: boolean },
  limit: number,
): Promise<VectorHit[]> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  // Ordered by alias, so that the vector is sent and parsed once.
  const nearest = sql`embedding <#> ${toVector(query.vector)}::vector`;
  const distance = query.exact ? sql`(${nearest}) + 0` : nearest;
  const rows = await ctx.db.execute(sql`
    select document_id, ordinal, max(-distance) as score from (
      select document_id, ordinal, ${distance} as distance from platform.embeddings
      where tenant_id = ${tenant} and chatbot_id = ${bot} and model = ${query.model}
      order by distance limit ${limit * 2}
    ) nearest group by document_id, ordinal order by score desc limit ${limit}`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    documentId: idFromUuid("doc", String(row.document_id)),
    ordinal: Number(row.ordinal),
    score: Number(row.score),
  }));
}

/**
 * Lets the index scan continue past other tenants' rows until it has enough (pgvector 0.8, iterative scan).
 */
export async function allowLongIndexWalk(tx: Context): Promise<void> {
  await tx.db.execute(
    sql`select set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', '80', true), set_config('hnsw.max_scan_tuples', '200000', true)`,
  );
}

export async function loadChunks(ctx: Context, keys: { documentId: Id<"doc">; ordinal: number }[]) {
  if (keys.length === 0) return [];
  const documentIds = sql.param(keys.map((key) => idToUuid(key.documentId)));
  const ordinals = sql.param(keys.map((key) => key.ordinal));
  // One statement for any number of keys, planned once.
  const wanted = sql`select * from unnest(${documentIds}::uuid[], ${ordinals}::int[])`;
  return ctx.db
    .select({
      documentId: chunks.documentId,
      ordinal: chunks.ordinal,
      headingPath: chunks.headingPath,
      start: chunks.startOffset,
      end: chunks.endOffset,
      text: chunks.content,
      path: documents.path,
      title: documents.title,
      version: documentVersion,
      pageKind: documents.pageKind,
      pageStarts: documents.pageStarts,
    })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.tenantId, chunks.tenantId), eq(documents.id, chunks.documentId)))
    .where(
      and(eq(chunks.tenantId, ctx.tenantId), sql`(${chunks.documentId}, ${chunks.ordinal}) in (${wanted})`),
    );
}
