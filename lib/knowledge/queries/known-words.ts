import { sql } from "drizzle-orm";
import type { Context } from "#lib/context/context.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { END_MARK } from "../indexing/joined-nouns.ts";
import type { RelatedWord } from "../retrieval/joined-noun-forms.ts";
import type { SearchTerm } from "../retrieval/search-terms.ts";
import type { KnownWord, WordRange } from "../retrieval/spelling-candidates.ts";

/** Known words examined per index range. */
const MAX_KNOWN_WORDS = 400;
/** Longer words examined per word of the question. */
const MAX_RELATED_WORDS = 60;
const MAX_LETTERS = 60;

/** Returns the stems of this chatbot's texts within the ranges, with their document counts. */
export async function searchKnownWords(
  ctx: Context,
  chatbotId: Id<"bot">,
  ranges: WordRange[],
): Promise<KnownWord[]> {
  const of = (key: keyof WordRange) => sql.param(ranges.map((range) => range[key]));
  const rows = await ctx.db.execute(sql`
    select r.word, k.lexeme, k.documents
    from unnest(${of("word")}::text[], ${of("low")}::text[], ${of("high")}::text[]) r(word, low, high)
    cross join lateral (
      select p.lexeme, count(*) as documents from platform.postings p
      where p.tenant_id = ${idToUuid(ctx.tenantId)} and p.chatbot_id = ${idToUuid(chatbotId)}
        and p.lexeme >= r.low and p.lexeme < r.high
        and length(p.lexeme) between length(r.word) - 2 and length(r.word) + 2
      group by p.lexeme limit ${MAX_KNOWN_WORDS}
    ) k`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    word: String(row.word),
    lexeme: String(row.lexeme),
    documents: Number(row.documents),
  }));
}

/**
 * Returns stems of this chatbot's texts that begin or end with a stem of the terms, that are its beginning or
 * end, or that begin like it.
 */
export async function searchRelatedWords(
  ctx: Context,
  chatbotId: Id<"bot">,
  query: { language: string; terms: SearchTerm[] },
): Promise<RelatedWord[]> {
  const stemmed = query.terms.flatMap(({ text, isStemmed, fills }, term) =>
    isStemmed && fills.length === 1 ? [{ text, term }] : [],
  );
  const rows = await ctx.db.execute(sql`
    with asked as materialized (
      select distinct on (w.stem) t.term, w.stem, length(w.stem) as letters
      from unnest(${sql.param(stemmed.map(({ term }) => term))}::int[], ${sql.param(stemmed.map(({ text }) => text))}::text[])
           t(term, text), unnest(to_tsvector(${query.language}::regconfig, t.text)) s,
           unnest(array[s.lexeme, t.text]) w(stem)
      where length(w.stem) <= ${MAX_LETTERS}
      order by w.stem, t.term
    ), ranges as (
      select term, stem, ${END_MARK} || stem as low from asked where letters >= 4
      union all select term, stem, stem from asked where letters >= 4
      union all select term, stem, left(stem, 5) from asked where letters >= 8
      union all select term, stem, stem || 'e' from asked where letters = 3
    ), names as (
      select term, stem, ${END_MARK} || stem as name from asked where letters = 3
      union all select term, stem, left(stem, n) from asked, generate_series(4, letters - 3) n where letters >= 7
      union all select term, stem, right(stem, n) from asked, generate_series(3, letters - 4) n where letters >= 7
      union all select term, stem, ${END_MARK} || right(stem, n) from asked, generate_series(4, letters - 4) n
        where letters >= 8
    )
    select r.term, r.stem, k.lexeme from ranges r cross join lateral (
      select distinct p.lexeme from platform.postings p
      where p.tenant_id = ${idToUuid(ctx.tenantId)} and p.chatbot_id = ${idToUuid(chatbotId)}
        and p.lexeme >= r.low and p.lexeme < r.low || ${"z".repeat(8)} and starts_with(p.lexeme, r.low) and p.lexeme <> r.stem
      limit ${MAX_RELATED_WORDS}
    ) k
    union
    select n.term, n.stem, n.name from names n where n.name <> n.stem and exists (
      select from platform.postings p
      where p.tenant_id = ${idToUuid(ctx.tenantId)} and p.chatbot_id = ${idToUuid(chatbotId)} and p.lexeme = n.name)`);
  return (rows as unknown as Record<string, unknown>[]).map((row) => ({
    term: Number(row.term),
    stem: String(row.stem),
    lexeme: String(row.lexeme),
  }));
}
