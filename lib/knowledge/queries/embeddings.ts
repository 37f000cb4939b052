import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import { chatbots, chunks, documents, embeddings, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import type { Pages } from "../parsing/pages.ts";

export type StaleDocument = {
  id: Id<"doc">;
  title: string;
  format: "markdown" | "text";
  content: string;
  pages: Pages | null;
  contentHash: string;
  pipeline: string;
  chunkCount: number;
  language: string;
  /** All phrasings of a curated answer, one per line; null for other documents. */
  questions: string | null;
};

const lacks = (model: string) =>
  sql`${documents.chunkCount} > 0 and not (${documents.embeddingModels} @> array[${model}])`;

/** Returns the next document, by id, that lacks vectors of the model. */
export async function findStaleDocument(
  ctx: Context,
  chatbotId: Id<"bot">,
  model: string,
  after: Id<"doc"> | null,
): Promise<StaleDocument | null> {
  const [row] = await ctx.db
    .select({
      id: documents.id,
      title: documents.title,
      format: documents.format,
      content: documents.content,
      pageKind: documents.pageKind,
      pageStarts: documents.pageStarts,
      contentHash: documents.contentHash,
      pipeline: documents.pipeline,
      chunkCount: documents.chunkCount,
      language: sql<string>`coalesce(${chatbots.config}->>'language', 'english')`,
      questions: sql<string | null>`case when ${knowledgeSources.kind} = 'pairs' then (
        select ${chunks.context} from ${chunks} where ${chunks.tenantId} = ${documents.tenantId}
          and ${chunks.documentId} = ${documents.id} limit 1) end`,
    })
    .from(documents)
    .innerJoin(
      knowledgeSources,
      and(eq(knowledgeSources.tenantId, documents.tenantId), eq(knowledgeSources.id, documents.sourceId)),
    )
    .innerJoin(chatbots, and(eq(chatbots.tenantId, documents.tenantId), eq(chatbots.id, documents.chatbotId)))
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        eq(documents.chatbotId, chatbotId),
        lacks(model),
        after ? gt(documents.id, after) : undefined,
      ),
    )
    .orderBy(asc(documents.id))
    .limit(1);
  if (!row) return null;
  const { pageKind: kind, pageStarts: starts, ...document } = row;
  return { ...document, pages: kind && starts ? { kind, starts } : null };
}

/** Returns the number of embedded windows per model. */
export async function countByModel(ctx: Context, chatbotId: Id<"bot">): Promise<Map<string, number>> {
  const rows = await ctx.db
    .select({
      model: sql<string>`unnest(${documents.embeddingModels})`.as("model"),
      windows: sql<string>`sum(${documents.windowCount})`.mapWith(Number),
    })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), eq(documents.chatbotId, chatbotId)))
    .groupBy(sql`model`);
  return new Map(rows.map(({ model, windows }) => [model, windows]));
}

/** Returns chatbots with documents that lack vectors of the model. */
export async function listStaleChatbots(ctx: Context, model: string): Promise<Id<"bot">[]> {
  const rows = await ctx.db
    .selectDistinct({ id: documents.chatbotId })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), lacks(model)));
  return rows.map(({ id }) => id);
}

/**
 * Records a document's new vectors unless the document has changed meanwhile.
 * @returns whether it was recorded
 */
export async function addEmbeddingModel(
  tx: Context,
  document: Pick<StaleDocument, "id" | "contentHash" | "pipeline">,
  made: { model: string; pipeline: string; windowCount: number },
): Promise<boolean> {
  const rows = await tx.db
    .update(documents)
    .set({
      embeddingModels: sql`array_append(${documents.embeddingModels}, ${made.model})`,
      pipeline: made.pipeline,
      windowCount: made.windowCount,
    })
    .where(
      and(
        eq(documents.tenantId, tx.tenantId),
        eq(documents.id, document.id),
        eq(documents.contentHash, document.contentHash),
        eq(documents.pipeline, document.pipeline),
        lacks(made.model),
      ),
    )
    .returning({ id: documents.id });
  return rows.length > 0;
}

export async function deleteOtherEmbeddings(tx: Context, chatbotId: Id<"bot">, model: string): Promise<void> {
  await tx.db
    .delete(embeddings)
    .where(
      and(
        eq(embeddings.tenantId, tx.tenantId),
        eq(embeddings.chatbotId, chatbotId),
        ne(embeddings.model, model),
      ),
    );
  await tx.db
    .update(documents)
    .set({ embeddingModels: [model] })
    .where(
      and(
        eq(documents.tenantId, tx.tenantId),
        eq(documents.chatbotId, chatbotId),
        sql`cardinality(${documents.embeddingModels}) > 1`,
      ),
    );
}

type NewEmbedding = { ordinal: number; windowNumber: number; vector: Float32Array };

const ROWS_PER_INSERT = 200;

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
