import { and, eq, sql } from "drizzle-orm";
import { toVector } from "#db/schema/columns.ts";
import { chunks, documents } from "#db/schema/index.ts";
import type { Context } from "#lib/core/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import type { Correction, KnownWord, WordRange } from "../near-words.ts";
import { documentVersion } from "../queries.ts";

export type Bm25Hit = { documentId: Id<"doc">; ordinal: number; score: number; coverage: number };
export type VectorHit = { documentId: Id<"doc">; ordinal: number; score: number };
export type ScopeSize = { documents: number; chunks: number; lexemes: number; windows: number };

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

/** Up to this many windows in scope every one is compared, which is exact; above it the HNSW index is walked. */
export const EXACT_SCAN_LIMIT = 2_000;
/** What a word counts that says how a question asks. Found on the tuning halves. */
const LIGHT = 0.5;
/** So many known words are looked at in one range of the index. */
const MOST_KNOWN = 400;

export async function scopeSize(ctx: Context, chatbotId: Id<"bot">): Promise<ScopeSize> {
  const [row] = await ctx.db
    .select({
      documents: sql<string>`count(*)`.mapWith(Number),
      chunks: sql<string>`coalesce(sum(${documents.chunkCount}), 0)`.mapWith(Number),
      lexemes: sql<string>`coalesce(sum(${documents.lexemeCount}), 0)`.mapWith(Number),
      windows: sql<string>`coalesce(sum(${documents.windowCount}), 0)`.mapWith(Number),
    })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.chatbotId, chatbotId)));
  return row ?? { documents: 0, chunks: 0, lexemes: 0, windows: 0 };
}

/**
 * Okapi BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) over stems, terms OR-ed, document frequencies of this
 * chatbot alone: a neighbour's texts change nobody's ranking. The chunk is the document of the formula. What was asked
 * before, corrected and joined words weigh less than the words as they stand; where a correction may be wrong the word
 * typed counts as missing for the rest. `unknown`: stems that stand nowhere.
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
  const rows = await ctx.db.execute(sql`
    with scope as (
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
    ), found as materialized (
      select t.typed, p.lexeme, p.document_id, p.ordinals, p.frequencies, p.lengths, t.weight
      from terms t join platform.postings p
        on p.tenant_id = ${tenant} and p.chatbot_id = ${bot} and p.lexeme = t.lexeme
    ), inverse as (
      select t.typed, t.lexeme, t.share, t.doubt, f.chunks,
             ln(1 + (s.chunks - coalesce(f.chunks, 0) + 0.5) / (coalesce(f.chunks, 0) + 0.5)) as idf
      from terms t cross join scope s
      left join (select lexeme, sum(cardinality(ordinals))::float8 as chunks from found group by lexeme) f using (lexeme)
    ), total as (
      select greatest(sum(known + doubt * ln(1 + (s.chunks + 0.5) / 0.5)), 1e-9) as idf
      from (select max(share * idf) as known, min(doubt) as doubt from inverse group by typed) words cross join scope s
    ), scored as (
      select f.document_id, e.ordinal,
             sum(f.weight * i.idf * e.frequency * 2.2
                 / (e.frequency + 1.2 * (0.25 + 0.75 * e.length / s.mean_length))) as score,
             least(sum(i.share * i.idf) / max(t.idf), 1) as coverage
      from found f join inverse i using (typed, lexeme) cross join scope s cross join total t
      cross join lateral unnest(f.ordinals, f.frequencies, f.lengths) as e(ordinal, frequency, length)
      group by f.document_id, e.ordinal
      order by score desc, f.document_id, e.ordinal limit ${limit}
    )
    select u.unknown, s.* from (
      select array(select i.typed from inverse i join asked a on a.lexeme = i.typed where i.chunks is null) as unknown
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

/** Nearest chunks by cosine similarity of their best window. Exact up to EXACT_SCAN_LIMIT windows in scope. */
export async function searchVectors(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { vector: Float32Array; model: string; exact: boolean },
  limit: number,
): Promise<VectorHit[]> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const vector = toVector(query.vector);
  const distance = query.exact
    ? sql`(embedding <#> ${vector}::vector) + 0`
    : sql`embedding <#> ${vector}::vector`;
  const rows = await ctx.db.execute(sql`
    select document_id, ordinal, max(-distance) as score from (
      select document_id, ordinal, ${distance} as distance from platform.embeddings
      where tenant_id = ${tenant} and chatbot_id = ${bot} and model = ${query.model}
      order by ${distance} limit ${limit * 2}
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
  const wanted = sql.join(
    keys.map((key) => sql`(${idToUuid(key.documentId)}::uuid, ${key.ordinal}::int)`),
    sql`, `,
  );
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
