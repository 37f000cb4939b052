import { and, asc, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { chunks, documents, knowledgeSources } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";

/** A curated answer's chunk; `questions` are all phrasings, one per line. */
export type CuratedRow = { documentId: Id<"doc">; ordinal: number; questions: string; answer: string };

/** Returns the curated answers among `documentIds`. */
export async function findCuratedRows(ctx: Context, documentIds: Id<"doc">[]): Promise<CuratedRow[]> {
  if (documentIds.length === 0) return [];
  return ctx.db
    .select({
      documentId: chunks.documentId,
      ordinal: chunks.ordinal,
      questions: chunks.context,
      answer: chunks.content,
    })
    .from(documents)
    .innerJoin(
      knowledgeSources,
      and(eq(knowledgeSources.tenantId, documents.tenantId), eq(knowledgeSources.id, documents.sourceId)),
    )
    .innerJoin(chunks, and(eq(chunks.tenantId, documents.tenantId), eq(chunks.documentId, documents.id)))
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        eq(knowledgeSources.kind, "pairs"),
        inArray(documents.id, documentIds),
      ),
    );
}

export type OwnedWord = { owner: number; text: string; isStemmed: boolean };
export type OwnedStem = { owner: number; lexeme: string; weight: number };

/**
 * Returns the distinct stems of each owner's words, weighted by inverse document frequency in this chatbot's
 * knowledge; unknown words weigh most.
 */
export async function weighWords(
  ctx: Context,
  chatbotId: Id<"bot">,
  language: string,
  words: OwnedWord[],
): Promise<OwnedStem[]> {
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const of = <T>(read: (word: OwnedWord) => T) => sql.param(words.map(read));
  const rows = await ctx.db.execute(sql`
    with stems as materialized (
      select distinct t.owner, case when t.is_stemmed then s.lexeme else t.text end as lexeme
      from unnest(${of(({ owner }) => owner)}::int[], ${of(({ text }) => text)}::text[],
                  ${of(({ isStemmed }) => isStemmed)}::boolean[]) t(owner, text, is_stemmed)
      left join lateral unnest(case when t.is_stemmed then to_tsvector(${language}::regconfig, t.text) end) s on true
    ), scope as materialized (
      select greatest(sum(chunk_count), 1)::float8 as chunks
      from platform.documents where tenant_id = ${tenant} and chatbot_id = ${bot}
    ), weights as (
      select l.lexeme, ln(1 + ((select chunks from scope) - f.chunks + 0.5) / (f.chunks + 0.5)) as weight
      from (select distinct lexeme from stems where lexeme is not null) l
      cross join lateral (select coalesce(sum(chunk_count), 0)::float8 as chunks from platform.postings
                          where tenant_id = ${tenant} and chatbot_id = ${bot} and lexeme = l.lexeme) f
    )
    select owner, lexeme, weight from stems join weights using (lexeme)`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    owner: Number(row.owner),
    lexeme: String(row.lexeme),
    weight: Number(row.weight),
  }));
}

/** Returns curated answers ordered by key. `asked` holds the question and its phrasings, one per line. */
export async function listCuratedAnswerRows(
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

/** `asked` holds the question and its phrasings, one per line. */
export async function findCuratedAnswerRow(ctx: Context, chatbotId: Id<"bot">, key: string) {
  const [row] = await ctx.db
    .select({ answer: documents.content, asked: chunks.context })
    .from(documents)
    .innerJoin(
      knowledgeSources,
      and(eq(knowledgeSources.tenantId, documents.tenantId), eq(knowledgeSources.id, documents.sourceId)),
    )
    .innerJoin(chunks, and(eq(chunks.tenantId, documents.tenantId), eq(chunks.documentId, documents.id)))
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        eq(documents.chatbotId, chatbotId),
        eq(documents.path, key),
        eq(knowledgeSources.kind, "pairs"),
      ),
    )
    .orderBy(desc(documents.updatedAt))
    .limit(1);
  return row ?? null;
}
