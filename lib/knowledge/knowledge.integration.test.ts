import { describe, expect, it } from "vitest";
import { idToUuid } from "#lib/core/ids.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { putDocument } from "./ingestion/put-document.ts";
import { makePdf } from "./parsing/files/testing/make-files.ts";
import { searchKnowledge } from "./retrieval/search-knowledge.ts";
import { deleteDocument } from "./sources/delete-document.ts";
import { deleteSource } from "./sources/delete-source.ts";
import { listSourceDocuments } from "./sources/list-source-documents.ts";

const page = (title: string, body: string) => ({
  mediaType: "text/markdown" as const,
  text: `# ${title}\n\n${body}\n`,
});

const put = ({ ctx, sourceId }: TestTenant, path: string, title: string, body: string) =>
  putDocument(ctx, { sourceId, path, ...page(title, body) });

const search = ({ ctx, chatbot }: TestTenant, query: string, limit = 10) =>
  searchKnowledge(ctx, { chatbotId: chatbot.id, query, language: "english", limit });

const derivedRows = async (tenant: TestTenant) => {
  const id = idToUuid(tenant.ctx.tenantId);
  const counts = await asOwner<{ count: string }>(
    `select (select count(*) from platform.chunks where tenant_id = $1) +
            (select count(*) from platform.postings where tenant_id = $1) +
            (select count(*) from platform.embeddings where tenant_id = $1) as count`,
    [id],
  );
  return Number(counts[0]?.count);
};

describe("files", () => {
  const line = (text: string) => ({ text, size: 10, x: 50, y: 700 });
  const pdf = makePdf([
    [line("The harbour opens at six in the morning, every day of the year.")],
    [line("The lighthouse tower is 41 metres high and was built of granite.")],
  ]);

  it("are parsed by content, found with their page, and recognized when unchanged", async () => {
    const tenant = await makeTenant();
    const file = { sourceId: tenant.sourceId, path: "named wrongly.txt", bytes: pdf };
    expect(await putDocument(tenant.ctx, file)).toMatchObject({ outcome: "created" });
    expect(await putDocument(tenant.ctx, file)).toMatchObject({ outcome: "unchanged" });
    const { results } = await search(tenant, "how high is the lighthouse tower");
    expect(results[0]?.pages).toMatchObject({ kind: "page", last: 2 });
  });

  it("that cannot be parsed leave the previous version in place", async () => {
    const tenant = await makeTenant();
    const put = (bytes: Uint8Array) =>
      putDocument(tenant.ctx, { sourceId: tenant.sourceId, path: "plan.pdf", bytes });
    await put(pdf);
    await expect(put(pdf.slice(0, 200))).rejects.toMatchObject({ code: "invalid" });
    await expect(put(new Uint8Array())).rejects.toMatchObject({ message: "The file is empty." });
    expect((await search(tenant, "lighthouse tower")).results).not.toHaveLength(0);
  });
});

describe("knowledge", () => {
  it("skips unchanged content, replaces changed content, and deletes derived rows", async () => {
    const tenant = await makeTenant();
    const first = await put(
      tenant,
      "a.md",
      "Charging",
      "The battery charges in four hours with the standard charger.",
    );
    expect(first.outcome).toBe("created");
    const again = await put(
      tenant,
      "a.md",
      "Charging",
      "The battery charges in four hours with the standard charger.",
    );
    expect(again).toEqual({ ...first, outcome: "unchanged" });
    const before = await derivedRows(tenant);
    const changed = await put(
      tenant,
      "a.md",
      "Charging",
      "The battery charges in three hours with the quick charger.",
    );
    expect(changed).toMatchObject({ outcome: "replaced", document: first.document });
    expect(await derivedRows(tenant)).toBeLessThanOrEqual(before + 3);
    const found = await search(tenant, "how long does the battery charge");
    expect(found.results.map((result) => result.text).join()).toContain("three hours");
    expect(found.results.map((result) => result.text).join()).not.toContain("four hours");
    await deleteDocument(tenant.ctx, { sourceId: tenant.sourceId, path: "a.md" });
    expect(await derivedRows(tenant)).toBe(0);
    expect((await search(tenant, "battery")).results).toEqual([]);
  });

  it("keeps the old version when the new one is rejected", async () => {
    const tenant = await makeTenant();
    await put(tenant, "a.md", "Locks", "The frame lock opens with the key that came with the bicycle.");
    const refused = putDocument(tenant.ctx, {
      sourceId: tenant.sourceId,
      path: "a.md",
      mediaType: "text/plain",
      text: "\u0000\u0001\u0002 binary",
    });
    await expect(refused).rejects.toMatchObject({ code: "invalid" });
    expect((await search(tenant, "frame lock key")).results[0]?.text).toContain("frame lock");
  });

  it("ends with one complete document when a path is put in parallel", async () => {
    const tenant = await makeTenant();
    const bodies = Array.from(
      { length: 6 },
      (_, i) => `Version ${i} says the code word is ${"alpha bravo carol delta echo fox".split(" ")[i]}.`,
    );
    await Promise.all(bodies.map((body) => put(tenant, "same.md", "Same", body)));
    const documents = await listSourceDocuments(tenant.ctx, tenant.sourceId);
    expect(documents).toHaveLength(1);
    const rows = await asOwner<{ n: string; words: string }>(
      "select count(*) as n, (select count(*) from platform.postings where tenant_id = $1 and lexeme = 'code') as words from platform.chunks where tenant_id = $1",
      [idToUuid(tenant.ctx.tenantId)],
    );
    expect(rows[0]).toMatchObject({ n: String(documents[0]?.chunks), words: "1" });
  });

  it("ranks by the BM25 formula", async () => {
    const tenant = await makeTenant();
    await put(tenant, "1.md", "One", "Zebra apple apple apple.");
    await put(tenant, "2.md", "Two", "Zebra apple.");
    await put(tenant, "3.md", "Three", "Pear plum quince medlar.");
    const { results } = await search(tenant, "apples");
    const scores = Object.fromEntries(results.map((result) => [result.path, result.textScore]));
    // The title counts twice: in the passage and in its context.
    const lengths: Record<string, number> = { "1.md": 6, "2.md": 4, "3.md": 6 };
    const mean = 16 / 3;
    const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
    for (const [path, frequency] of [
      ["1.md", 3],
      ["2.md", 1],
    ] as const) {
      const norm = 1.2 * (0.25 + (0.75 * (lengths[path] ?? 0)) / mean);
      expect(scores[path]).toBeCloseTo((idf * frequency * 2.2) / (frequency + norm), 6);
    }
    expect(scores["3.md"] ?? null).toBeNull();
  });

  it("answers another tenant's source and document like random ids", async () => {
    const [a, b] = await Promise.all([makeTenant("A"), makeTenant("B")]);
    await put(a, "secret.md", "Secret", "CANARY-A the vault opens at noon.");
    const random = await makeTenant("C");
    for (const sourceId of [a.sourceId, random.sourceId]) {
      const input = { sourceId, path: "secret.md", ...page("x", "A text that is long enough to be read.") };
      await expect(putDocument(b.ctx, input)).rejects.toMatchObject({
        code: "not_found",
        message: "Source not found.",
      });
      await expect(listSourceDocuments(b.ctx, sourceId)).rejects.toMatchObject({ code: "not_found" });
      await expect(deleteDocument(b.ctx, input)).rejects.toMatchObject({ code: "not_found" });
      await expect(deleteSource(b.ctx, sourceId)).rejects.toMatchObject({ code: "not_found" });
    }
    const foreign = await searchKnowledge(b.ctx, {
      chatbotId: a.chatbot.id,
      query: "vault noon",
      language: "english",
      limit: 10,
    });
    expect(foreign.results).toEqual([]);
    expect((await search(a, "vault noon")).results).toHaveLength(1);
  });

  it("survives hostile queries", async () => {
    const tenant = await makeTenant();
    await put(tenant, "a.md", "Apples", "Apples grow on trees in the orchard.");
    for (const query of [
      "'; drop table platform.chunks; --",
      "\\",
      "& | ! ( ) : *",
      "a".repeat(2_000),
      "🍎".repeat(500),
      "%_",
      "apple ".repeat(300),
    ]) {
      await expect(search(tenant, query)).resolves.toBeDefined();
    }
  });
});
