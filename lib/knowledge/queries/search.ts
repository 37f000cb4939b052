import { and, eq, sql } from "drizzle-orm";
import { toVector } from "#db/schema/columns.ts";
import { chunks, documents } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import type { Correction, KnownWord, WordRange } from "../retrieval/spelling-candidates.ts";
import { documentVersion } from "./documents.ts";

export type Bm25Hit = { documentId: Id<"doc">; ordinal: number; score: number; coverage: number };
export type VectorHit = { documentId: Id<"doc">; ordinal: number; score: number };
/** `windowsOfAll`: of all tenants together, as the database last estimated it; 0 where it never has. */
export type ScopeSize = {
  /** Whether anybody has written a question and its answer. */
  hasPairs: boolean;
  documents: number;
  chunks: number;
  lexemes: number;
  windows: number;
  windowsOfAll: number;
};

/** What is looked for by words. */
export type TextQuery = {
  text: string;
  language: string;
  /** Neighbouring words written as one: worth something where they stand so, no loss where they do not. */
  joined: string;
  /** Words of the text that say how it asks rather than what about. */
  light: string;
  /** What was asked before, where the question leans on it. */
  earlier: string;
  corrections: Correction[];
};

/** Up to this many windows comparing every one costs less than walking an index that holds nothing else. */
const EXACT_SCAN_LIMIT = 2_500;
/** What a word counts that says how a question asks. Found on the tuning halves. */
const LIGHT = 0.5;
/** So many known words are looked at in one range of the index. */
const MOST_KNOWN = 400;

/**
 * Whether every window in scope is compared, which is exact, or the HNSW index is walked. The walk passes over the
 * neighbours' rows too, so the smaller a scope's share of the index the later it pays (decision 007).
 */
export function isComparedExactly({
  windows,
  windowsOfAll,
}: Pick<ScopeSize, "windows" | "windowsOfAll">): boolean {
  return windows ** 2 <= EXACT_SCAN_LIMIT * Math.max(windows, windowsOfAll);
}

export async function scopeSize(ctx: Context, chatbotId: Id<"bot">): Promise<ScopeSize> {
  const [row] = await ctx.db
    .select({
      hasPairs: sql<boolean>`exists (
        select from platform.knowledge_sources
        where tenant_id = ${idToUuid(ctx.tenantId)} and chatbot_id = ${idToUuid(chatbotId)} and kind = 'pairs')`,
      documents: sql<string>`count(*)`.mapWith(Number),
      chunks: sql<string>`coalesce(sum(${documents.chunkCount}), 0)`.mapWith(Number),
      lexemes: sql<string>`coalesce(sum(${documents.lexemeCount}), 0)`.mapWith(Number),
      windows: sql<string>`coalesce(sum(${documents.windowCount}), 0)`.mapWith(Number),
      windowsOfAll: sql<string>`(
        select greatest(reltuples, 0) from pg_class where oid = 'platform.embeddings'::regclass)`.mapWith(
        Number,
      ),
    })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.chatbotId, chatbotId)));
  return row ?? { hasPairs: false, documents: 0, chunks: 0, lexemes: 0, windows: 0, windowsOfAll: 0 };
}

/** The postings of the words `r`, a row a chunk. Unnested side by side here; in FROM it costs several times as much. */
const unfolded = sql`p.document_id, r.idf, r.most, r.shortness, unnest(p.ordinals) as ordinal,
  unnest(p.frequencies)::float8 as frequency, unnest(p.lengths) as length`;
/** What such a row is worth: never more than `most`. */
const worth = sql`most * frequency / (frequency + 0.3::float8 + length * shortness)`;

/**
 * Okapi BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) over stems, terms OR-ed, document frequencies of this
 * chatbot alone: a neighbour's texts change nobody's ranking. The chunk is the document of the formula. What was asked
 * before, corrected and joined words weigh less than the words as they stand; where a correction may be wrong the word
 * typed counts as missing for the rest. `unknown`: stems that stand nowhere.
 *
 * The postings of common words are read only as far as they can matter (after MaxScore, Turtle and Flood 1995): the rare
 * words set a score that the answer's last hit has at least; words that cannot reach it even together are looked up only
 * in documents that other words brought in. The answer is that of reading everything.
 */
export async function searchText(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: TextQuery,
  limit: number,
): Promise<{ hits: Bm25Hit[]; unknown: string[] }> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const pairs = query.corrections.flatMap(({ lexemes, ...one }) =>
    lexemes.map((lexeme) => ({ ...one, lexeme })),
  );
  const typed = sql.param(pairs.map((pair) => pair.typed));
  const lexemes = sql.param(pairs.map((pair) => pair.lexeme));
  const strengths = sql.param(pairs.map((pair) => pair.strength));
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
      left join unnest(to_tsvector(${query.language}::regconfig, ${query.light})) l using (lexeme)
      cross join lateral (select case when l.lexeme is null then 1 else ${LIGHT}::float8 end as part) f
      limit 64
    ), others as (
      select lexeme, max(weight) as weight, max(share) as share from (
        select lexeme, 0.5::float8 as weight, 0.5::float8 as share
        from unnest(to_tsvector(${query.language}::regconfig, ${query.earlier}))
        union all
        select lexeme, 0.5, 0 from unnest(to_tsvector(${query.language}::regconfig, ${query.joined}))
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
      select lexeme, share * idf as idf, weight * idf * 2.2::float8 as most, 0.9::float8 / mean_length as shortness,
             sum(chunks) over (order by chunks, lexeme) - chunks < greatest(300, 0.01 * of) as is_rare,
             sum(weight * idf * 2.2::float8) over (order by chunks desc, lexeme desc) as most_with_commoner
      from weighed where chunks > 0
    ), rare as materialized (
      select document_id, ordinal, sum(${worth}) as score, sum(idf) as idf
      from (select ${unfolded} from words r join platform.postings p on ${ofWord} where r.is_rare) e
      group by document_id, ordinal
    ), reached as materialized (
      select coalesce((select score from rare ${last}), 0) as score
    ), negligible as materialized (
      select * from words where not is_rare and most_with_commoner < (select score from reached)
    ), partial as materialized (
      select document_id, ordinal, sum(score) as score, sum(idf) as idf from (
        select document_id, ordinal, score, idf from rare
        union all
        select document_id, ordinal, ${worth}, idf
        from (select ${unfolded} from words r join platform.postings p on ${ofWord}
              where not r.is_rare and r.most_with_commoner >= (select score from reached)) e
      ) b group by document_id, ordinal
    ), candidates as materialized (
      select document_id, ordinal, score, idf from partial
      where score + coalesce((select max(most_with_commoner) from negligible), 0)
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

/** The stems this chatbot's texts hold in the ranges given, with how many documents hold each. */
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
      group by p.lexeme limit ${MOST_KNOWN}
    ) k`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    word: String(row.word),
    lexeme: String(row.lexeme),
    documents: Number(row.documents),
  }));
}

/** Nearest chunks by cosine similarity of their best window; `exact` compares every one in scope. */
export async function searchVectors(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { vector: Float32Array; model: string; exact: boolean },
  limit: number,
): Promise<VectorHit[]> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  // Ordered by its name, so that the vector travels and is read once.
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

/** Lets the index walk on past foreign rows until it has enough of this tenant's (pgvector 0.8, iterative scan). */
export async function allowLongIndexWalk(tx: Context): Promise<void> {
  await tx.db.execute(
    sql`select set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', '80', true), set_config('hnsw.max_scan_tuples', '200000', true)`,
  );
}

export async function loadChunks(ctx: Context, keys: { documentId: Id<"doc">; ordinal: number }[]) {
  if (keys.length === 0) return [];
  const documentIds = sql.param(keys.map((key) => idToUuid(key.documentId)));
  const ordinals = sql.param(keys.map((key) => key.ordinal));
  // However many they are it is one statement, planned once.
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
