import { and, asc, eq, gt, sql } from "drizzle-orm";
import { toVector } from "#db/schema/columns.ts";
import { chatbots, chunks, documents, embeddings, knowledgeSources, postings } from "#db/schema/index.ts";
import type { Context } from "#lib/core/context.ts";
import { type Id, idFromUuid, idToUuid, newId } from "#lib/core/ids.ts";
import type { PageFacts } from "./ingestion.ts";
import type { SourceInput } from "./schema.ts";

export type Bm25Hit = { documentId: Id<"doc">; ordinal: number; score: number; coverage: number };
export type VectorHit = { documentId: Id<"doc">; ordinal: number; score: number };
export type ScopeSize = { documents: number; chunks: number; lexemes: number; windows: number };

/** Up to this many windows in scope every one is compared, which is exact; above it the HNSW index is walked. */
export const EXACT_SCAN_LIMIT = 2_000;

/** Changes whenever the stored text or the offsets into it may have changed. */
export const documentVersion = sql<string>`${documents.contentHash} || '/' || ${documents.pipeline}`;

export async function upsertSource(ctx: Context, chatbotId: Id<"bot">, input: Omit<SourceInput, "chatbot">) {
  const [row] = await ctx.db
    .insert(knowledgeSources)
    .values({ tenantId: ctx.tenantId, id: newId("src"), chatbotId, ...input })
    .onConflictDoUpdate({
      target: [knowledgeSources.tenantId, knowledgeSources.chatbotId, knowledgeSources.origin],
      set: {
        name: input.name,
        ...(input.settings && { settings: input.settings }),
        ...(input.syncMinutes !== undefined && { syncMinutes: input.syncMinutes }),
        updatedAt: ctx.now(),
      },
    })
    .returning();
  if (!row) throw new Error("The source was not stored.");
  return row;
}

export async function findSource(ctx: Context, sourceId: Id<"src">) {
  const [row] = await ctx.db
    .select({
      id: knowledgeSources.id,
      kind: knowledgeSources.kind,
      chatbotId: knowledgeSources.chatbotId,
      language: sql<string>`coalesce(${chatbots.config}->>'language', 'english')`,
    })
    .from(knowledgeSources)
    .innerJoin(
      chatbots,
      and(eq(chatbots.tenantId, knowledgeSources.tenantId), eq(chatbots.id, knowledgeSources.chatbotId)),
    )
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.id, sourceId)));
  return row ?? null;
}

export async function listSources(ctx: Context, chatbotId: Id<"bot">) {
  return ctx.db
    .select({
      id: knowledgeSources.id,
      kind: knowledgeSources.kind,
      origin: knowledgeSources.origin,
      name: knowledgeSources.name,
      documents: sql<string>`count(${documents.id})`.mapWith(Number),
      chunks: sql<string>`coalesce(sum(${documents.chunkCount}), 0)`.mapWith(Number),
    })
    .from(knowledgeSources)
    .leftJoin(
      documents,
      and(eq(documents.tenantId, knowledgeSources.tenantId), eq(documents.sourceId, knowledgeSources.id)),
    )
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.chatbotId, chatbotId)))
    .groupBy(knowledgeSources.tenantId, knowledgeSources.id)
    .orderBy(asc(knowledgeSources.createdAt));
}

export async function deleteSourceRow(ctx: Context, sourceId: Id<"src">): Promise<boolean> {
  const rows = await ctx.db
    .delete(knowledgeSources)
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.id, sourceId)))
    .returning({ id: knowledgeSources.id });
  return rows.length > 0;
}

export async function listDocuments(ctx: Context, sourceId: Id<"src">) {
  return ctx.db
    .select({
      id: documents.id,
      path: documents.path,
      title: documents.title,
      contentHash: documents.contentHash,
      pipeline: documents.pipeline,
      chunks: documents.chunkCount,
    })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.sourceId, sourceId)))
    .orderBy(asc(documents.path));
}

export async function findDocumentByPath(ctx: Context, sourceId: Id<"src">, path: string) {
  const [row] = await ctx.db
    .select({
      id: documents.id,
      contentHash: documents.contentHash,
      pipeline: documents.pipeline,
      chunkCount: documents.chunkCount,
      windowCount: documents.windowCount,
      etag: documents.etag,
      lastModified: documents.lastModified,
      page: documents.page,
      hidden: documents.hidden,
      originalKey: documents.originalKey,
    })
    .from(documents)
    .where(
      and(eq(documents.tenantId, ctx.tenantId), eq(documents.sourceId, sourceId), eq(documents.path, path)),
    );
  return row ?? null;
}

/** What the server says of a page whose content is as it was. Only beside that content: a newer one keeps its own. */
export async function savePageFacts(
  ctx: Context,
  document: { id: Id<"doc">; contentHash: string } & PageFacts,
): Promise<void> {
  const { id, contentHash, etag, lastModified, links, bodyHash } = document;
  await ctx.db
    .update(documents)
    .set({ etag, lastModified, page: { links, bodyHash } })
    .where(
      and(eq(documents.tenantId, ctx.tenantId), eq(documents.id, id), eq(documents.contentHash, contentHash)),
    );
}

/** Chunks, postings, vectors and quotations go with the document, by the database's own cascades. */
export async function deleteDocumentRow(
  ctx: Context,
  sourceId: Id<"src">,
  path: string,
): Promise<{ originalKey: string | null } | undefined> {
  const rows = await ctx.db
    .delete(documents)
    .where(
      and(eq(documents.tenantId, ctx.tenantId), eq(documents.sourceId, sourceId), eq(documents.path, path)),
    )
    .returning({ originalKey: documents.originalKey });
  return rows[0];
}

/** Pairs of a source in the order of their keys, with the lines under which each is found: its question is the first. */
export async function listPairRows(
  ctx: Context,
  sourceId: Id<"src">,
  page: { after: string | undefined; limit: number },
) {
  return ctx.db
    .select({
      document: documents.id,
      key: documents.path,
      answer: documents.content,
      asked: chunks.context,
    })
    .from(documents)
    .innerJoin(chunks, and(eq(chunks.tenantId, documents.tenantId), eq(chunks.documentId, documents.id)))
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        eq(documents.sourceId, sourceId),
        page.after === undefined ? undefined : gt(documents.path, page.after),
      ),
    )
    .orderBy(asc(documents.path))
    .limit(page.limit);
}

type NewDocument = Omit<
  typeof documents.$inferInsert,
  "tenantId" | "lexemeCount" | "createdAt" | "updatedAt"
>;

/** Takes the row lock of an existing document, so that two runs on one path follow each other. */
export async function saveDocumentRow(tx: Context, document: NewDocument): Promise<Id<"doc">> {
  const { id: _, ...changes } = document;
  const [row] = await tx.db
    .insert(documents)
    .values({ tenantId: tx.tenantId, lexemeCount: 0, ...document })
    .onConflictDoUpdate({
      target: [documents.tenantId, documents.sourceId, documents.path],
      set: { ...changes, updatedAt: tx.now() },
    })
    .returning({ id: documents.id });
  if (!row) throw new Error("The document was not stored.");
  return row.id;
}

export async function clearDerivedRows(tx: Context, documentId: Id<"doc">): Promise<void> {
  const ofDocument = (table: typeof chunks | typeof postings) =>
    and(eq(table.tenantId, tx.tenantId), eq(table.documentId, documentId));
  await tx.db.delete(chunks).where(ofDocument(chunks));
  await tx.db.delete(postings).where(ofDocument(postings));
}

type NewChunk = Omit<typeof chunks.$inferInsert, "tenantId" | "searchVector">;
type NewEmbedding = { ordinal: number; windowNumber: number; vector: Float32Array };

const ROWS_PER_INSERT = 200;

export async function insertChunks(tx: Context, rows: NewChunk[]): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
    const part = rows.slice(i, i + ROWS_PER_INSERT);
    await tx.db.insert(chunks).values(part.map((row) => ({ tenantId: tx.tenantId, ...row })));
  }
}

export async function insertEmbeddings(
  tx: Context,
  owner: { documentId: Id<"doc">; chatbotId: Id<"bot">; model: string },
  rows: NewEmbedding[],
): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
    const part = rows.slice(i, i + ROWS_PER_INSERT);
    await tx.db.insert(embeddings).values(
      part.map(({ ordinal, windowNumber, vector }) => ({
        tenantId: tx.tenantId,
        ...owner,
        ordinal,
        windowNumber,
        embedding: vector,
      })),
    );
  }
}

/** Builds the postings of a document from the stems that the database itself made, and its length from them. */
export async function indexDocument(tx: Context, documentId: Id<"doc">): Promise<void> {
  const tenant = idToUuid(tx.tenantId);
  const document = idToUuid(documentId);
  await tx.db.execute(sql`
    with words as (
      select c.chatbot_id, c.ordinal, w.lexeme, cardinality(w.positions) as frequency,
             sum(cardinality(w.positions)) over (partition by c.ordinal) as length
      from platform.chunks c, unnest(c.search_vector) w
      where c.tenant_id = ${tenant} and c.document_id = ${document}
    )
    insert into platform.postings (tenant_id, chatbot_id, lexeme, document_id, ordinals, frequencies, lengths)
    select ${tenant}, chatbot_id, lexeme, ${document}, array_agg(ordinal order by ordinal),
           array_agg(frequency order by ordinal), array_agg(length order by ordinal)
    from words group by chatbot_id, lexeme`);
  await tx.db.execute(sql`
    update platform.documents set lexeme_count = (
      select coalesce(sum(cardinality(w.positions)), 0) from platform.chunks c, unnest(c.search_vector) w
      where c.tenant_id = ${tenant} and c.document_id = ${document})
    where tenant_id = ${tenant} and id = ${document}`);
}

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
 * chatbot alone: a neighbour's texts change nobody's ranking. The chunk is the document of the formula.
 */
export async function searchText(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { text: string; language: string },
  limit: number,
): Promise<Bm25Hit[]> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const rows = await ctx.db.execute(sql`
    with scope as (
      select greatest(sum(chunk_count), 1)::float8 as chunks,
             greatest(sum(lexeme_count)::float8 / greatest(sum(chunk_count), 1), 1) as mean_length
      from platform.documents where tenant_id = ${tenant} and chatbot_id = ${bot}
    ), terms as (
      select lexeme, cardinality(positions)::float8 as weight
      from unnest(to_tsvector(${query.language}::regconfig, ${query.text})) limit 64
    ), found as materialized (
      select p.lexeme, p.document_id, p.ordinals, p.frequencies, p.lengths, t.weight
      from terms t join platform.postings p
        on p.tenant_id = ${tenant} and p.chatbot_id = ${bot} and p.lexeme = t.lexeme
    ), inverse as (
      select t.lexeme, ln(1 + (s.chunks - coalesce(f.chunks, 0) + 0.5) / (coalesce(f.chunks, 0) + 0.5)) as idf
      from terms t cross join scope s
      left join (select lexeme, sum(cardinality(ordinals))::float8 as chunks from found group by lexeme) f using (lexeme)
    ), total as (select greatest(sum(idf), 1e-9) as idf from inverse),
    scored as (
      select f.document_id, e.ordinal,
             sum(f.weight * i.idf * e.frequency * 2.2
                 / (e.frequency + 1.2 * (0.25 + 0.75 * e.length / s.mean_length))) as score,
             sum(i.idf) / max(t.idf) as coverage
      from found f join inverse i using (lexeme) cross join scope s cross join total t
      cross join lateral unnest(f.ordinals, f.frequencies, f.lengths) as e(ordinal, frequency, length)
      group by f.document_id, e.ordinal
    )
    select document_id, ordinal, score, coverage from scored
    order by score desc, document_id, ordinal limit ${limit}`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    documentId: idFromUuid("doc", String(row.document_id)),
    ordinal: Number(row.ordinal),
    score: Number(row.score),
    coverage: Number(row.coverage),
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

/** How a question compares with a pair: the word weight they share, as a share of either's. */
export type PairMatch = {
  documentId: Id<"doc">;
  ordinal: number;
  /** Of the weight of the question's words, what stands in the pair's: 0 to 1. */
  ofQuestion: number;
  /** Of the weight of the pair's words, what stands in the question: 0 to 1. */
  ofPair: number;
  /** Every way of asking it, a line each. */
  asked: string;
  answer: string;
};

/**
 * Compares a question with each of the pairs among `documentIds`, by the way of asking it that shares most. Words weigh by their inverse
 * document frequency in this chatbot's knowledge; words that stand nowhere weigh most.
 */
export async function comparePairs(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { text: string; language: string },
  documentIds: Id<"doc">[],
): Promise<PairMatch[]> {
  if (documentIds.length === 0) return [];
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const wanted = sql.join(
    documentIds.map((id) => sql`${idToUuid(id)}::uuid`),
    sql`, `,
  );
  const rows = await ctx.db.execute(sql`
    with pairs as materialized (
      select c.document_id, c.ordinal, c.language, c.context, c.content
      from platform.documents d
      join platform.knowledge_sources s on s.tenant_id = d.tenant_id and s.id = d.source_id and s.kind = 'pairs'
      join platform.chunks c on c.tenant_id = d.tenant_id and c.document_id = d.id
      where d.tenant_id = ${tenant} and d.chatbot_id = ${bot} and d.id in (${wanted})
    ), asked as (
      select lexeme from unnest(to_tsvector(${query.language}::regconfig, ${query.text})) limit 64
    ), ways as (
      select p.document_id, p.ordinal, w.number, l.lexeme
      from pairs p
      cross join lateral unnest(string_to_array(p.context, E'\n')) with ordinality as w(line, number)
      cross join lateral unnest(to_tsvector(p.language, w.line)) l
    ), weights as (
      select l.lexeme, ln(1 + (s.chunks - f.chunks + 0.5) / (f.chunks + 0.5)) as weight
      from (select lexeme from asked union select lexeme from ways) l
      cross join (select greatest(sum(chunk_count), 1)::float8 as chunks
                  from platform.documents where tenant_id = ${tenant} and chatbot_id = ${bot}) s
      cross join lateral (select coalesce(sum(cardinality(ordinals)), 0)::float8 as chunks
                          from platform.postings
                          where tenant_id = ${tenant} and chatbot_id = ${bot} and lexeme = l.lexeme) f
    ), total as (
      select greatest(sum(weight), 1e-9) as weight from asked join weights using (lexeme)
    )
    , compared as (
      select w.document_id, w.ordinal,
             coalesce(sum(i.weight) filter (where a.lexeme is not null), 0) / max(t.weight) as of_question,
             coalesce(sum(i.weight) filter (where a.lexeme is not null), 0) / greatest(sum(i.weight), 1e-9) as of_pair
      from ways w join weights i using (lexeme) left join asked a using (lexeme) cross join total t
      group by w.document_id, w.ordinal, w.number
    )
    select distinct on (c.document_id, c.ordinal)
           c.document_id, c.ordinal, c.of_question, c.of_pair, p.context as asked, p.content as answer
    from compared c join pairs p using (document_id, ordinal)
    order by c.document_id, c.ordinal, least(c.of_question, c.of_pair) desc`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    documentId: idFromUuid("doc", String(row.document_id)),
    ordinal: Number(row.ordinal),
    ofQuestion: Number(row.of_question),
    ofPair: Number(row.of_pair),
    asked: String(row.asked),
    answer: String(row.answer),
  }));
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
