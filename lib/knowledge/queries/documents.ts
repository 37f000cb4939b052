import { and, asc, count, eq, gte, inArray, sql } from "drizzle-orm";
import { chunks, documents, postings } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { PageFacts } from "../ingestion/ingestion.ts";

/** Changes whenever the stored text or the offsets into it may have changed. */
export const documentVersion = sql<string>`${documents.contentHash} || '/' || ${documents.pipeline}`;

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
      contentBytes: sql<number>`octet_length(${documents.content})`.mapWith(Number),
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

export async function findDocument(ctx: Context, sourceId: Id<"src">, documentId: Id<"doc">) {
  const [row] = await ctx.db
    .select({
      id: documents.id,
      path: documents.path,
      title: documents.title,
      format: documents.format,
      content: documents.content,
      pageKind: documents.pageKind,
      pageStarts: documents.pageStarts,
      hidden: documents.hidden,
      chunks: documents.chunkCount,
      updatedAt: documents.updatedAt,
    })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        eq(documents.sourceId, sourceId),
        eq(documents.id, documentId),
      ),
    );
  return row ?? null;
}

/** Updates the page facts of an unchanged document. A concurrently stored newer version keeps its own. */
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

/** Chunks, postings, vectors and citations are deleted by database cascades. */
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

/** Deletes some documents of the workspace with everything derived from them. @returns how many */
export async function deleteSomeDocuments(ctx: Context, limit: number): Promise<number> {
  const some = ctx.db
    .select({ id: documents.id })
    .from(documents)
    .where(eq(documents.tenantId, ctx.tenantId))
    .limit(limit);
  const rows = await ctx.db
    .delete(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), inArray(documents.id, some)))
    .returning({ id: documents.id });
  return rows.length;
}

type NewDocument = Omit<
  typeof documents.$inferInsert,
  "tenantId" | "lexemeCount" | "createdAt" | "updatedAt"
>;

/** Locks an existing document's row, so that two runs on one path are serialized. */
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

type NewChunk = Omit<typeof chunks.$inferInsert, "tenantId">;

const ROWS_PER_INSERT = 200;

export async function insertChunks(tx: Context, rows: NewChunk[]): Promise<void> {
  for (let i = 0; i < rows.length; i += ROWS_PER_INSERT) {
    const part = rows.slice(i, i + ROWS_PER_INSERT);
    await tx.db.insert(chunks).values(part.map((row) => ({ tenantId: tx.tenantId, ...row })));
  }
}

/** Returns the passages from an ordinal on, preceded by the one before it. */
export async function listPassages(ctx: Context, documentId: Id<"doc">, from: number, limit: number) {
  return ctx.db
    .select({
      ordinal: chunks.ordinal,
      headingPath: chunks.headingPath,
      start: chunks.startOffset,
      end: chunks.endOffset,
    })
    .from(chunks)
    .where(
      and(
        eq(chunks.tenantId, ctx.tenantId),
        eq(chunks.documentId, documentId),
        gte(chunks.ordinal, from - 1),
      ),
    )
    .orderBy(asc(chunks.ordinal))
    .limit(limit + 1);
}

export async function countDocuments(ctx: Context) {
  return ctx.db
    .select({ chatbotId: documents.chatbotId, all: count() })
    .from(documents)
    .where(eq(documents.tenantId, ctx.tenantId))
    .groupBy(documents.chatbotId);
}

export async function findAnyDocument(ctx: Context, chatbotId: Id<"bot">) {
  const [row] = await ctx.db
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.chatbotId, chatbotId)))
    .limit(1);
  return row ?? null;
}
