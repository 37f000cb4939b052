import { and, asc, eq, gt, sql } from "drizzle-orm";
import { chatbots, chunks, documents, embeddings, knowledgeSources, postings } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import type { PageFacts } from "../ingestion/ingestion.ts";
import type { SourceInput } from "../schema.ts";

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

/** @returns what it was, or undefined when there was none */
export async function deleteSourceRow(ctx: Context, sourceId: Id<"src">) {
  const [row] = await ctx.db
    .delete(knowledgeSources)
    .where(and(eq(knowledgeSources.tenantId, ctx.tenantId), eq(knowledgeSources.id, sourceId)))
    .returning({ kind: knowledgeSources.kind, name: knowledgeSources.name });
  return row;
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
