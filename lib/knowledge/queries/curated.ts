import { and, asc, eq, gt, sql } from "drizzle-orm";
import { chunks, documents } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";

/** How a question compares with a curated answer: the word weight they share. */
export type CuratedMatch = {
  documentId: Id<"doc">;
  ordinal: number;
  /** Share of the question's word weight found in the curated question, 0 to 1. */
  questionShare: number;
  /** Share of the curated question's word weight found in the question, 0 to 1. */
  curatedShare: number;
  /** All phrasings, one per line. */
  questions: string;
  answer: string;
};

/**
 * Compares a question with the curated answers among `documentIds`, each by its closest phrasing. Words are
 * weighted by inverse document frequency in this chatbot's knowledge; unknown words weigh most.
 */
export async function compareCuratedAnswers(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { text: string; language: string },
  documentIds: Id<"doc">[],
): Promise<CuratedMatch[]> {
  if (documentIds.length === 0) return [];
  const tenant = idToUuid(ctx.tenantId);
  const bot = idToUuid(chatbotId);
  const wanted = sql.join(
    documentIds.map((id) => sql`${idToUuid(id)}::uuid`),
    sql`, `,
  );
  const rows = await ctx.db.execute(sql`
    with curated as materialized (
      select c.document_id, c.ordinal, c.language, c.context, c.content
      from platform.documents d
      join platform.knowledge_sources s on s.tenant_id = d.tenant_id and s.id = d.source_id and s.kind = 'pairs'
      join platform.chunks c on c.tenant_id = d.tenant_id and c.document_id = d.id
      where d.tenant_id = ${tenant} and d.chatbot_id = ${bot} and d.id in (${wanted})
    ), asked as (
      select lexeme from unnest(to_tsvector(${query.language}::regconfig, ${query.text}))
      where exists (select from curated) limit 64
    ), ways as (
      select p.document_id, p.ordinal, w.number, l.lexeme
      from curated p
      cross join lateral unnest(string_to_array(p.context, E'\n')) with ordinality as w(line, number)
      cross join lateral unnest(to_tsvector(p.language, w.line)) l
    ), scope as materialized (
      select greatest(sum(chunk_count), 1)::float8 as chunks
      from platform.documents where tenant_id = ${tenant} and chatbot_id = ${bot}
    ), weights as (
      select l.lexeme, ln(1 + ((select chunks from scope) - f.chunks + 0.5) / (f.chunks + 0.5)) as weight
      from (select lexeme from asked union select lexeme from ways) l
      cross join lateral (select coalesce(sum(cardinality(ordinals)), 0)::float8 as chunks
                          from platform.postings
                          where tenant_id = ${tenant} and chatbot_id = ${bot} and lexeme = l.lexeme) f
    ), total as (
      select greatest(sum(weight), 1e-9) as weight from asked join weights using (lexeme)
    ), compared as (
      select w.document_id, w.ordinal,
             coalesce(sum(i.weight) filter (where a.lexeme is not null), 0) / max(t.weight) as question_share,
             coalesce(sum(i.weight) filter (where a.lexeme is not null), 0) / greatest(sum(i.weight), 1e-9) as curated_share
      from ways w join weights i using (lexeme) left join asked a using (lexeme) cross join total t
      group by w.document_id, w.ordinal, w.number
    )
    select distinct on (c.document_id, c.ordinal)
           c.document_id, c.ordinal, c.question_share, c.curated_share, p.context as questions, p.content as answer
    from compared c join curated p using (document_id, ordinal)
    order by c.document_id, c.ordinal, least(c.question_share, c.curated_share) desc`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    documentId: idFromUuid("doc", String(row.document_id)),
    ordinal: Number(row.ordinal),
    questionShare: Number(row.question_share),
    curatedShare: Number(row.curated_share),
    questions: String(row.questions),
    answer: String(row.answer),
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
