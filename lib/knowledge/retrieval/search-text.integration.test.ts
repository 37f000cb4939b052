import { expect, it } from "vitest";
import { transaction } from "#lib/context/transaction.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { indexDocument } from "../indexing/index-document.ts";
import { searchByText } from "./search-by-text.ts";

const LIMIT = 10;
const DOCUMENTS = 10;
const CHUNKS = 180;

/** How often each word occurs in the n-th chunk: one rare, some of medium frequency, one in nearly all. */
function frequencies(n: number): Record<string, number> {
  return {
    rarum: n % 97 === 0 ? 1 + (n % 3) : 0,
    medium: n % 4 === 0 ? 1 + (n % 2) : 0,
    frequo: n % 3 === 0 ? 1 : 0,
    // Never together with `frequo`, which weighs more when asked for three times.
    solo: n % 6 === 1 ? 1 : 0,
    communo: n % 10 === 0 ? 0 : 1 + (n % 5),
    // Different lengths, so that hardly any two chunks have the same score.
    fillo: 5 + ((n * 7) % 31),
  };
}

/** Okapi BM25 over every chunk. */
function byFormula(words: string[]): { n: number; score: number }[] {
  const chunks = Array.from({ length: DOCUMENTS * CHUNKS }, (_, n) => frequencies(n));
  const length = (chunk: Record<string, number>) =>
    Object.values(chunk).reduce((sum, count) => sum + count, 0);
  const mean = chunks.reduce((sum, chunk) => sum + length(chunk), 0) / chunks.length;
  const inverse = (word: string) => {
    const holding = chunks.filter((chunk) => (chunk[word] ?? 0) > 0).length;
    return Math.log(1 + (chunks.length - holding + 0.5) / (holding + 0.5));
  };
  return chunks
    .map((chunk, n) => {
      const norm = 1.2 * (0.25 + (0.75 * length(chunk)) / mean);
      const of = (word: string) => ((chunk[word] ?? 0) * 2.2) / ((chunk[word] ?? 0) + norm);
      return { n, score: words.reduce((sum, word) => sum + inverse(word) * of(word), 0) };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, LIMIT);
}

it("returns the same hits as reading every posting", async () => {
  const { ctx, chatbot, sourceId } = await makeTenant();
  const [tenant, bot, source] = [ctx.tenantId, chatbot.id, sourceId].map(idToUuid) as [
    string,
    string,
    string,
  ];
  const places = new Map<string, number>();
  for (let document = 0; document < DOCUMENTS; document += 1) {
    const id = newId("doc");
    const texts = Array.from({ length: CHUNKS }, (_, ordinal) => {
      places.set(`${id}#${ordinal}`, document * CHUNKS + ordinal);
      const words = Object.entries(frequencies(document * CHUNKS + ordinal));
      return words.map(([word, count]) => `${word} `.repeat(count)).join("");
    });
    await asOwner(
      `insert into platform.documents (tenant_id, id, chatbot_id, source_id, path, title, format, content, content_hash, pipeline, chunk_count, window_count, lexeme_count)
       values ($1, $2, $3, $4, $5, 'Planted', 'text', '', '', '', ${CHUNKS}, 0, 0)`,
      [tenant, idToUuid(id), bot, source, id],
    );
    await asOwner(
      `insert into platform.chunks (tenant_id, document_id, ordinal, chatbot_id, heading_path, start_offset, end_offset, context, content, language)
       select $1, $2, t.n - 1, $3, '{}', 0, 0, '', t.text, 'simple' from unnest($4::text[]) with ordinality t(text, n)`,
      [tenant, idToUuid(id), bot, texts],
    );
    await transaction(ctx, (tx) => indexDocument(tx, id));
  }
  for (const text of [
    "rarum communo",
    "rarum medium frequo communo",
    "medium communo",
    "communo",
    "frequo medium",
    "solo frequo frequo frequo",
  ]) {
    const { hits } = await searchByText(
      ctx,
      { chatbotId: chatbot.id, query: text, language: "simple" },
      LIMIT,
    );
    const wanted = byFormula(text.split(" "));
    expect(hits).toHaveLength(LIMIT);
    for (const [i, hit] of hits.entries()) {
      expect(hit.score).toBeCloseTo(wanted[i]?.score ?? 0, 6);
      const n = places.get(`${hit.documentId}#${hit.ordinal}`) ?? -1;
      const held = text.split(" ").filter((word) => (frequencies(n)[word] ?? 0) > 0).length;
      expect(hit.coverage === 1).toBe(held === text.split(" ").length);
    }
  }
});
