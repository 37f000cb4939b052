import { and, asc, eq, gt, gte, lt, sql } from "drizzle-orm";
import { chunks, documents, postings } from "#db/schema/index.ts";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { END_MARK } from "../indexing/joined-nouns.ts";

/** In letters: how long a joined word must be to be stored by its ends, and what is left before and after. */
const MIN_JOINED = 7;
const MAX_JOINED = 60;
const MIN_FIRST_PART = 3;
const MIN_LAST_PART = 3;

/** A chunk's words as the database takes them: separated by spaces. */
export type ChunkWords = {
  ordinal: number;
  stemmed: string;
  exact: string;
  otherStemmed: string;
  otherExact: string;
};

/** Returns the texts of a document's chunks from an ordinal on, in order. */
export async function listChunkTexts(tx: Context, documentId: Id<"doc">, from: number, limit: number) {
  return tx.db
    .select({
      ordinal: chunks.ordinal,
      language: chunks.language,
      context: chunks.context,
      content: chunks.content,
    })
    .from(chunks)
    .where(
      and(eq(chunks.tenantId, tx.tenantId), eq(chunks.documentId, documentId), gte(chunks.ordinal, from)),
    )
    .orderBy(asc(chunks.ordinal))
    .limit(limit);
}

/**
 * Stores a document's postings and length. Long words of languages that join nouns are also stored by their
 * ends, so that "Boot" finds "Mietboot".
 */
export async function insertPostings(
  tx: Context,
  documentId: Id<"doc">,
  { language, joinsNouns, version }: { language: string; joinsNouns: boolean; version: number },
  words: ChunkWords[],
): Promise<void> {
  const tenant = idToUuid(tx.tenantId);
  const document = idToUuid(documentId);
  const of = (key: keyof ChunkWords) => sql.param(words.map((chunk) => chunk[key]));
  const stems = (key: string) => sql`unnest(to_tsvector(${language}::regconfig, ${sql.raw(`t.${key}`)})) w`;
  const exact = (key: string) => sql`unnest(string_to_array(${sql.raw(`t.${key}`)}, ' ')) w(lexeme)`;
  await tx.db.execute(sql`
    with texts as materialized (
      select * from unnest(${of("ordinal")}::int[], ${of("stemmed")}::text[], ${of("exact")}::text[],
                           ${of("otherStemmed")}::text[], ${of("otherExact")}::text[])
                    t(ordinal, stemmed, exact, other_stemmed, other_exact)
    ), stems as materialized (
      select t.ordinal, w.lexeme, cardinality(w.positions) as frequency, true as is_own from texts t, ${stems("stemmed")}
      union all
      select t.ordinal, w.lexeme, cardinality(w.positions), false from texts t, ${stems("other_stemmed")}
    ), words as (
      select * from stems
      union all select t.ordinal, w.lexeme, count(*)::int, true from texts t, ${exact("exact")} group by 1, 2
      union all select t.ordinal, w.lexeme, count(*)::int, false from texts t, ${exact("other_exact")} group by 1, 2
      union all
      select s.ordinal, ${END_MARK} || substr(s.lexeme, n), sum(s.frequency)::int, false
      from stems s, generate_series(${MIN_FIRST_PART} + 1, length(s.lexeme) - ${MIN_LAST_PART} + 1) n
      where ${joinsNouns} and length(s.lexeme) between ${MIN_JOINED} and ${MAX_JOINED} and s.lexeme !~ '[0-9]' group by 1, 2
    ), measured as (
      select ordinal, lexeme, frequency, sum(frequency) filter (where is_own) over (partition by ordinal) as length
      from words
    ), counted as materialized (
      select ordinal, lexeme, sum(frequency)::int as frequency, coalesce(max(length), 0)::int as length
      from measured where lexeme <> '' group by ordinal, lexeme
    ), stored as (
      insert into platform.postings (tenant_id, chatbot_id, lexeme, document_id, ordinals, frequencies, lengths)
      select d.tenant_id, d.chatbot_id, c.lexeme, d.id, array_agg(c.ordinal order by c.ordinal),
             array_agg(c.frequency order by c.ordinal), array_agg(c.length order by c.ordinal)
      from counted c cross join platform.documents d
      where d.tenant_id = ${tenant} and d.id = ${document} group by d.tenant_id, d.chatbot_id, d.id, c.lexeme
    )
    update platform.documents set word_index = ${version}, lexeme_count = (
      select coalesce(sum(length), 0) from (select distinct ordinal, length from counted) chunk)
    where tenant_id = ${tenant} and id = ${document}`);
}

const isBehind = (version: number) => lt(documents.wordIndex, version);

/** Returns chatbots with documents that were indexed by an earlier version. */
export async function listChatbotsToReindex(ctx: Context, version: number): Promise<Id<"bot">[]> {
  const rows = await ctx.db
    .selectDistinct({ id: documents.chatbotId })
    .from(documents)
    .where(and(eq(documents.tenantId, ctx.tenantId), isBehind(version)));
  return rows.map(({ id }) => id);
}

/** Returns the next document, by id, that was indexed by an earlier version. */
export async function findDocumentToReindex(
  ctx: Context,
  chatbotId: Id<"bot">,
  version: number,
  after: Id<"doc"> | null,
): Promise<Id<"doc"> | null> {
  const [row] = await ctx.db
    .select({ id: documents.id })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, ctx.tenantId),
        eq(documents.chatbotId, chatbotId),
        isBehind(version),
        after ? gt(documents.id, after) : undefined,
      ),
    )
    .orderBy(asc(documents.id))
    .limit(1);
  return row?.id ?? null;
}

/**
 * Deletes the postings of an earlier version. Locks the document, so that a new version of it waits.
 * @returns false when the document is gone or was indexed meanwhile
 */
export async function clearOldPostings(
  tx: Context,
  documentId: Id<"doc">,
  version: number,
): Promise<boolean> {
  const [row] = await tx.db
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, tx.tenantId), eq(documents.id, documentId), isBehind(version)))
    .for("update");
  if (!row) return false;
  await tx.db
    .delete(postings)
    .where(and(eq(postings.tenantId, tx.tenantId), eq(postings.documentId, documentId)));
  return true;
}
