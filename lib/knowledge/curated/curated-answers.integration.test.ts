import { beforeAll, describe, expect, it } from "vitest";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { makeLab } from "../../../testing/knowledge/make-lab.ts";
import { putDocument } from "../ingestion/put-document.ts";
import { searchKnowledge } from "../retrieval/search-knowledge.ts";
import { findOrCreateSource } from "../sources/find-or-create-source.ts";
import { deleteCuratedAnswer } from "./delete-curated-answer.ts";
import { listCuratedAnswers } from "./list-curated-answers.ts";
import { putCuratedAnswer } from "./put-curated-answer.ts";
import { putCuratedAnswers } from "./put-curated-answers.ts";
import { curatedAnswerInput } from "./schema.ts";

let tenant: TestTenant;
let sourceId: Id<"src">;

const openPairs = async ({ ctx, chatbot }: TestTenant) =>
  (await findOrCreateSource(ctx, { chatbotId: chatbot.id, kind: "pairs", origin: "pairs", name: "Pairs" }))
    .id;
const pair = (key: string, question: string, answer: string, ...phrasings: string[]) =>
  curatedAnswerInput.parse({ key, question, answer, phrasings });
const search = (query: string, limit = 8) =>
  searchKnowledge(tenant.ctx, { chatbotId: tenant.chatbot.id, query, language: "english", limit });
const derivedRows = async (document: string) => {
  const rows = await asOwner<{ n: string }>(
    `select (select count(*) from platform.chunks where document_id = $1) +
            (select count(*) from platform.postings where document_id = $1) +
            (select count(*) from platform.embeddings where document_id = $1) as n`,
    [idToUuid(document as Id<"doc">)],
  );
  return Number(rows[0]?.n);
};

beforeAll(async () => {
  tenant = await makeTenant();
  sourceId = await openPairs(tenant);
  const texts = {
    "keys.md":
      "# Keys\n\nA spare key for the battery lock costs 18 euros. Order a spare key with the number on its tag.\n",
    "delivery.md": "# Delivery\n\nWe deliver to Germany, Austria and Norway within 10 days.\n",
  };
  for (const [path, text] of Object.entries(texts))
    await putDocument(tenant.ctx, { sourceId: tenant.sourceId, path, mediaType: "text/markdown", text });
});

describe("curated answers", () => {
  it("are stored once, replaced when changed, listed in pages and deleted with derived rows", async () => {
    const other = await findOrCreateSource(tenant.ctx, {
      chatbotId: tenant.chatbot.id,
      kind: "pairs",
      origin: "list",
      name: "List",
    });
    const all = ["c", "a", "b"].map((key) => pair(key, `Is ${key} a letter?`, "Yes.", `Letter ${key}`));
    const put = () => putCuratedAnswers(tenant.ctx, { sourceId: other.id, pairs: all });
    expect((await put()).map(({ outcome }) => outcome)).toEqual(["created", "created", "created"]);
    expect((await put()).map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged", "unchanged"]);
    const changed = { ...pair("a", "Is a a letter?", "Yes, the first."), sourceId: other.id };
    const { outcome, document } = await putCuratedAnswer(tenant.ctx, changed);
    expect(outcome).toBe("replaced");
    const first = await listCuratedAnswers(tenant.ctx, { sourceId: other.id, limit: 2 });
    expect(first.pairs).toMatchObject([
      { key: "a", question: "Is a a letter?", phrasings: [], answer: "Yes, the first.", document },
      { key: "b", phrasings: ["Letter b"] },
    ]);
    const second = await listCuratedAnswers(tenant.ctx, {
      sourceId: other.id,
      after: first.after ?? "",
      limit: 2,
    });
    expect(second.pairs.map(({ key }) => key)).toEqual(["c"]);
    expect(second.after).toBeNull();
    expect(await derivedRows(document)).toBeGreaterThan(3);
    await deleteCuratedAnswer(tenant.ctx, { sourceId: other.id, key: "a" });
    expect(await derivedRows(document)).toBe(0);
    await expect(deleteCuratedAnswer(tenant.ctx, { sourceId: other.id, key: "a" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("come before document passages when their question is asked, and make it answerable", async () => {
    const spare = pair(
      "spare",
      "How do I get a spare key?",
      "Write to **keys@example.org**.",
      "Second key wanted",
    );
    const swiss = pair("swiss", "Do you deliver to Switzerland?", "Not yet.");
    await putCuratedAnswers(tenant.ctx, { sourceId, pairs: [spare, swiss] });
    for (const query of ["How do I get a spare key?", "how to get spare key", "second key wanted!!"]) {
      const { results, answerable } = await search(query);
      expect(results[0], query).toMatchObject({
        path: "spare",
        title: "How do I get a spare key?",
        text: "Write to **keys@example.org**.",
        isCuratedAnswer: true,
        score: 1,
      });
      expect(results.slice(1).some(({ isCuratedAnswer }) => isCuratedAnswer)).toBe(false);
      expect(answerable).toBe(true);
    }
    expect((await search("How do I get a spare key?", 1)).results).toMatchObject([{ path: "spare" }]);
  });

  it("do not come first for a question on the same topic", async () => {
    for (const query of [
      "What does a spare key cost?",
      "Do you deliver to Norway?",
      "How many days does delivery to Germany take?",
      "key",
    ]) {
      const { results } = await search(query);
      expect(
        results.filter(({ isCuratedAnswer }) => isCuratedAnswer),
        query,
      ).toEqual([]);
    }
  });

  it("are stored once when put twice in parallel", async () => {
    const input = { ...pair("twice", "Is it raining?", "No."), sourceId };
    const outcomes = await Promise.all([
      putCuratedAnswer(tenant.ctx, input),
      putCuratedAnswer(tenant.ctx, input),
    ]);
    expect(new Set(outcomes.map(({ document }) => document)).size).toBe(1);
    expect(await derivedRows(outcomes[0]?.document ?? "")).toBeGreaterThan(0);
  });

  it("reject empty text, a duplicate key, and a source of documents", async () => {
    const refused = (pairs: ReturnType<typeof pair>[], source = sourceId) =>
      expect(putCuratedAnswers(tenant.ctx, { sourceId: source, pairs })).rejects.toMatchObject({
        code: "invalid",
      });
    await refused([pair("x", "???", "Yes.")]);
    await refused([pair("x", "Why?", "\u200b.")]);
    await refused([pair("x", "Why?", "A"), pair("x", "Who?", "B")]);
    await refused([pair("x", "Why?", "Because.")], tenant.sourceId);
    await expect(
      putDocument(tenant.ctx, { sourceId, path: "a.md", mediaType: "text/markdown", text: "# A\n\nText." }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  it("keep hidden instructions and forged lines out of their search texts", async () => {
    const input = { ...pair("odd", "What\nis  odd\u200b?", "An odd one.", "first\nsecond"), sourceId };
    await putCuratedAnswer(tenant.ctx, input);
    const { pairs } = await listCuratedAnswers(tenant.ctx, { sourceId, after: "o", limit: 1 });
    expect(pairs[0]).toMatchObject({ question: "What is odd?", phrasings: ["first second"] });
  });

  it("are not found by another tenant", async () => {
    const stranger = await makeTenant("Other");
    const missing = { code: "not_found", message: "Source not found." };
    for (const id of [sourceId, newId("src")]) {
      const { ctx } = stranger;
      await expect(listCuratedAnswers(ctx, { sourceId: id, limit: 9 })).rejects.toMatchObject(missing);
      await expect(
        putCuratedAnswer(ctx, { ...pair("x", "Why?", "So."), sourceId: id }),
      ).rejects.toMatchObject(missing);
      await expect(deleteCuratedAnswer(ctx, { sourceId: id, key: "spare" })).rejects.toMatchObject(missing);
    }
    const found = await searchKnowledge(stranger.ctx, {
      chatbotId: tenant.chatbot.id,
      query: "How do I get a spare key?",
      language: "english",
      limit: 8,
    });
    expect(found).toMatchObject({ answerable: false, results: [] });
  });

  it.each([
    ["simple", "水壶的保修期是多久？", "请问水壶的保修期多久", "水壶的价格是多少？"],
    [
      "german",
      "Wo ist der Schlüssel für das E-Rad?",
      "Wo ist der Schluessel für das E-Rad",
      "Wo ist das E-Rad?",
    ],
    [
      "simple",
      "주전자 보증기간은 얼마나 되나요?",
      "주전자의 보증기간이 얼마나 되나요",
      "주전자 가격은 얼마인가요?",
    ],
  ] as const)(
    "come first in %s when the question is asked in other spellings",
    async (language, question, asked, other) => {
      const lab = await makeLab(language, { "a.md": "# Garten\n\nWasser und Beete am Morgen." });
      const pairs = await findOrCreateSource(lab.ctx, {
        chatbotId: lab.chatbotId,
        kind: "pairs",
        origin: "pairs",
        name: "Pairs",
      });
      await putCuratedAnswer(lab.ctx, { ...pair("one", question, "OK."), sourceId: pairs.id });
      expect((await lab.search(asked)).results[0]?.isCuratedAnswer).toBe(true);
      expect((await lab.search(other)).results.some(({ isCuratedAnswer }) => isCuratedAnswer)).toBe(false);
    },
  );
});
