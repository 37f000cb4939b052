import { and, eq, sql } from "drizzle-orm";
import { toVector } from "#db/schema/columns.ts";
import { chunks, documents } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import type { SearchTerm } from "../retrieval/search-terms.ts";
import type { FoundWord } from "../retrieval/weigh-slots.ts";
import { documentVersion } from "./documents.ts";

/** `matched`: positions of the words found in the chunk. */
type TextHit = { documentId: Id<"doc">; ordinal: number; score: number; matched: number[] };
export type TextHits = { hits: TextHit[]; words: FoundWord[]; chunks: number };
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

/** Up to this many windows, comparing all of them costs less than an index scan. */
const EXACT_SCAN_LIMIT = 2_500;
/** Stems searched for at once: those of the question before other forms. */
const MAX_STEMS = 124;

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
const unfolded = sql`p.document_id, r.low_bits, r.high_bits, r.max_score, r.shortness, unnest(p.ordinals) as ordinal,
  unnest(p.frequencies)::float8 as frequency, unnest(p.lengths) as length`;
/** BM25 score of such a row, at most `max_score`. */
const worth = sql`max_score * frequency / (frequency + 0.3::float8 + length * shortness)`;
const found = sql`bit_or(low_bits) as low_bits, bit_or(high_bits) as high_bits`;
/** Words are numbered by bits of two integers: collecting them in arrays costs several times as much. */
const BITS = 62;

/**
 * Okapi BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) over stems, with chunks as documents and the
 * frequencies of this chatbot only, so other tenants' texts do not affect the ranking. Terms are OR-ed.
 *
 * Postings of common words are read only as far as they can matter (after MaxScore, Turtle and Flood 1995):
 * rare words set a threshold score; words that cannot reach it together are looked up only in chunks found by
 * other words. The result is the same as reading everything.
 */
export async function searchText(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { language: string; terms: SearchTerm[] },
  limit: number,
): Promise<TextHits> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const of = <T>(read: (term: SearchTerm) => T) => sql.param(query.terms.map(read));
  const ofWord = sql`p.tenant_id = ${tenant} and p.chatbot_id = ${bot} and p.lexeme = r.lexeme`;
  const last = sql`order by score desc offset ${limit}::int - 1 limit 1`;
  const rows = await ctx.db.execute(sql`
    with scope as materialized (
      select greatest(sum(chunk_count), 1)::float8 as chunks,
             greatest(sum(lexeme_count)::float8 / greatest(sum(chunk_count), 1), 1) as mean_length
      from platform.documents where tenant_id = ${tenant} and chatbot_id = ${bot}
    ), asked as (
      select lexeme, array_agg(number - 1 order by number) as terms, min(number) filter (where is_own) as place,
             coalesce(sum(weight) filter (where is_own), max(weight)) as weight
      from (
        select t.number, t.weight, t.is_own, case when t.is_stemmed then s.lexeme else t.text end as lexeme
        from unnest(${of(({ text }) => text)}::text[], ${of(({ isStemmed }) => isStemmed)}::boolean[],
                    ${of(({ weight }) => weight)}::float8[], ${of(({ slot }) => slot !== null)}::boolean[])
             with ordinality t(text, is_stemmed, weight, is_own, number)
        left join lateral unnest(case when t.is_stemmed then to_tsvector(${query.language}::regconfig, t.text) end) s
             on true
      ) stems where lexeme is not null group by lexeme order by place nulls last, min(number) limit ${MAX_STEMS}
    ), terms as (
      select *, row_number() over (order by place nulls last, terms) - 1 as number from asked
    ), weighed as materialized (
      select r.number, r.lexeme, r.terms, r.weight, s.mean_length, s.chunks as of, f.chunks,
             ln(1 + (s.chunks - f.chunks + 0.5) / (f.chunks + 0.5)) as idf
      from scope s cross join terms r cross join lateral (
        select coalesce(sum(p.chunk_count), 0)::float8 as chunks from platform.postings p where ${ofWord}
      ) f
    ), words as materialized (
      select lexeme, weight * idf * 2.2::float8 as max_score, 0.9::float8 / mean_length as shortness,
             case when number < ${BITS} then 1::bigint << number::int else 0 end as low_bits,
             case when number < ${BITS} then 0 else 1::bigint << number::int - ${BITS} end as high_bits,
             sum(chunks) over (order by chunks, lexeme) - chunks < greatest(300, 0.01 * of) as is_rare,
             sum(weight * idf * 2.2::float8) over (order by chunks desc, lexeme desc) as max_score_with_commoner
      from weighed where chunks > 0
    ), rare as materialized (
      select document_id, ordinal, sum(${worth}) as score, ${found}
      from (select ${unfolded} from words r join platform.postings p on ${ofWord} where r.is_rare) e
      group by document_id, ordinal
    ), threshold as materialized (
      select coalesce((select score from rare ${last}), 0) as score
    ), negligible as materialized (
      select * from words where not is_rare and max_score_with_commoner < (select score from threshold)
    ), partial as materialized (
      select document_id, ordinal, sum(score) as score, ${found} from (
        select document_id, ordinal, score, low_bits, high_bits from rare
        union all
        select document_id, ordinal, ${worth}, low_bits, high_bits
        from (select ${unfolded} from words r join platform.postings p on ${ofWord}
              where not r.is_rare and r.max_score_with_commoner >= (select score from threshold)) e
      ) b group by document_id, ordinal
    ), candidates as materialized (
      select document_id, ordinal, score, low_bits, high_bits from partial
      where score + coalesce((select max(max_score_with_commoner) from negligible), 0)
            >= coalesce((select score from partial ${last}), 0)
    ), completed as (
      select document_id, ordinal, score, low_bits, high_bits, true as is_candidate from candidates
      union all
      select document_id, ordinal, ${worth}, low_bits, high_bits, false
      from (select ${unfolded} from negligible r cross join (select distinct document_id from candidates) c
            cross join lateral (
              select p.* from platform.postings p where ${ofWord} and p.document_id = c.document_id offset 0
            ) p) e
    ), scored as (
      select document_id, ordinal, sum(score) as score, ${found}
      from completed group by document_id, ordinal having bool_or(is_candidate)
      order by score desc, document_id, ordinal limit ${limit}::int
    )
    select w.words::text, w.chunks, s.document_id, s.ordinal, s.score, s.low_bits::text, s.high_bits::text from (
      select coalesce(jsonb_agg(jsonb_build_object('terms', terms, 'lexeme', lexeme, 'chunks', chunks) order by number), '[]') as words,
             (select chunks from scope) as chunks
      from weighed
    ) w left join scored s on true order by score desc, document_id, ordinal`);
  const read = rows as unknown as Record<string, unknown>[];
  const documentId = documentIds();
  return {
    words: JSON.parse(String(read[0]?.words ?? "[]")) as FoundWord[],
    chunks: Number(read[0]?.chunks ?? 1),
    hits: read
      .filter((row) => row.document_id !== null)
      .map((row) => ({
        documentId: documentId(row.document_id),
        ordinal: Number(row.ordinal),
        score: Number(row.score),
        matched: [...positionsOf(row.low_bits, 0), ...positionsOf(row.high_bits, BITS)],
      })),
  };
}

function positionsOf(bits: unknown, first: number): number[] {
  const value = BigInt(String(bits));
  return [...setBits(Number(value & LOW_HALF), first), ...setBits(Number(value >> 31n), first + 31)];
}

const LOW_HALF = 2n ** 31n - 1n;

function setBits(bits: number, first: number): number[] {
  const positions: number[] = [];
  for (let left = bits; left !== 0; left &= left - 1) positions.push(first + 31 - Math.clz32(left & -left));
  return positions;
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
  const documentId = documentIds();
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    documentId: documentId(row.document_id),
    ordinal: Number(row.ordinal),
    score: Number(row.score),
  }));
}

/** Converts each document's id once: many hits share a document. */
function documentIds(): (uuid: unknown) => Id<"doc"> {
  const known = new Map<string, Id<"doc">>();
  return (value) => {
    const uuid = String(value);
    const id = known.get(uuid) ?? idFromUuid("doc", uuid);
    known.set(uuid, id);
    return id;
  };
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
      lastModified: documents.lastModified,
      updatedAt: documents.updatedAt,
      pageKind: documents.pageKind,
      pageStarts: documents.pageStarts,
    })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.tenantId, chunks.tenantId), eq(documents.id, chunks.documentId)))
    .where(
      and(eq(chunks.tenantId, ctx.tenantId), sql`(${chunks.documentId}, ${chunks.ordinal}) in (${wanted})`),
    );
}
