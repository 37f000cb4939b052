import { and, asc, desc, eq, sql } from "drizzle-orm";
import { chunks, documents, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";

/** What chunks are about: the phrasings of a curated answer, or the title and headings of a passage. */
export async function listTopicRows(ctx: Context, chatbotId: Id<"bot">, limit: number) {
  const isCurated = sql<boolean>`${knowledgeSources.kind} = 'pairs'`;
  return ctx.db
    .select({
      isCurated,
      document: documents.id,
      title: documents.title,
      headingPath: chunks.headingPath,
      context: chunks.context,
    })
    .from(chunks)
    .innerJoin(documents, and(eq(documents.tenantId, chunks.tenantId), eq(documents.id, chunks.documentId)))
    .innerJoin(
      knowledgeSources,
      and(eq(knowledgeSources.tenantId, documents.tenantId), eq(knowledgeSources.id, documents.sourceId)),
    )
    .where(and(eq(chunks.tenantId, ctx.tenantId), eq(chunks.chatbotId, chatbotId)))
    .orderBy(desc(isCurated), asc(chunks.ordinal), asc(documents.path))
    .limit(limit);
}
