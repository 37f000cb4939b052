import { sql } from "drizzle-orm";
import type { Context } from "#lib/context/context.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";

/** How a question compares with a pair: the word weight they share, as a share of either's. */
export type CuratedMatch = {
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
 * document frequency in this chatbot's knowledge; words that stand nowhere weigh most. Where there are no pairs nothing
 * is counted.
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
    with pairs as materialized (
      select c.document_id, c.ordinal, c.language, c.context, c.content
      from platform.documents d
      join platform.knowledge_sources s on s.tenant_id = d.tenant_id and s.id = d.source_id and s.kind = 'pairs'
      join platform.chunks c on c.tenant_id = d.tenant_id and c.document_id = d.id
      where d.tenant_id = ${tenant} and d.chatbot_id = ${bot} and d.id in (${wanted})
    ), asked as (
      select lexeme from unnest(to_tsvector(${query.language}::regconfig, ${query.text}))
      where exists (select from pairs) limit 64
    ), ways as (
      select p.document_id, p.ordinal, w.number, l.lexeme
      from pairs p
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
