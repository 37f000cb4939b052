import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { databaseUnavailable } from "#db/database-unavailable.ts";
import { getUsage } from "#lib/billing/get-usage.ts";
import { storeTallies, tallyEmbeddings } from "#lib/billing/tally-embeddings.ts";
import { updateBudget } from "#lib/billing/update-budget.ts";
import { updatePrice } from "#lib/billing/update-price.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { searchKnowledge } from "#lib/knowledge/retrieval/search-knowledge.ts";
import { getQuotas } from "#lib/quotas/get-quotas.ts";
import { updatePlan } from "#lib/quotas/update-plan.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

const names = ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"];
const before = { ...process.env };
let model: ModelServer;

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, {
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: "test-key",
    OPENAI_EMBEDDING_MODEL: "test-embedding",
  });
  resetEnv();
});
beforeEach(() => model.reset());
afterAll(async () => {
  for (const name of names) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  resetEnv();
  await model.close();
});

const put = ({ ctx, sourceId }: TestTenant, path: string) =>
  putDocument(ctx, {
    sourceId,
    path,
    mediaType: "text/markdown",
    text: `# ${path}\n\n${"The ferry leaves at nine. ".repeat(30)}`,
  });
const search = ({ ctx, chatbot }: TestTenant, query: string) =>
  searchKnowledge(ctx, { chatbotId: chatbot.id, query, language: "english", limit: 5 });
const budget = (tenant: TestTenant, most: { tokens?: number; costMicros?: number }) =>
  updateBudget(tenant.ctx, {
    scope: "tenant",
    chatbotId: null,
    period: "month",
    messages: null,
    tokens: null,
    costMicros: null,
    ...most,
  });
const usageOf = async ({ ctx, chatbot }: TestTenant) => {
  const { tenant, chatbots } = await getUsage(ctx);
  return { tenant, chatbot: chatbots.find(({ id }) => id === chatbot.id) };
};
const embeddedOf = async (tenant: TestTenant) =>
  (await getQuotas(tenant.ctx)).find(({ name }) => name === "embeddingTokens")?.used;

it("counts a document's vectors towards tokens and cost of workspace and chatbot, and no messages", async () => {
  const tenant = await makeTenant();
  await updatePrice(tenant.ctx, { model: "test-embedding", inputMicros: 2_000_000, outputMicros: 0 });
  await put(tenant, "a.md");
  const { tenant: used, chatbot } = await usageOf(tenant);
  expect(used.day.tokens).toBeGreaterThan(150);
  expect(used.day).toEqual({ messages: 0, tokens: used.day.tokens, costMicros: used.day.tokens * 2 });
  expect(used.month).toEqual(used.day);
  expect(chatbot?.month).toEqual(used.month);
  expect(await embeddedOf(tenant)).toBe(used.day.tokens);
});

it("embeds nothing when a budget is used up: a document is refused, a search uses words only", async () => {
  for (const most of [{ tokens: 1 }, { costMicros: 1 }]) {
    const tenant = await makeTenant();
    await updatePrice(tenant.ctx, { model: "test-embedding", inputMicros: 2_000_000, outputMicros: 0 });
    await put(tenant, "a.md");
    await budget(tenant, most);
    const used = await usageOf(tenant);
    model.reset();
    await expect(put(tenant, "b.md")).rejects.toMatchObject({
      code: "budget_exceeded",
      message: expect.stringMatching(/It resets on/),
    });
    const found = await search(tenant, "When does the ferry leave?");
    expect(found.meaning).toBe("unavailable");
    expect(found.results).not.toEqual([]);
    expect(model.requests).toEqual([]);
    expect(await usageOf(tenant)).toEqual(used);
    expect(await embeddedOf(tenant)).toBe(used.tenant.day.tokens);
  }
});

it("counts a question once, however often it is searched for", async () => {
  const tenant = await makeTenant();
  await put(tenant, "a.md");
  const { day } = (await usageOf(tenant)).tenant;
  for (let i = 0; i < 3; i += 1) await search(tenant, "When does it leave?");
  expect((await usageOf(tenant)).tenant.day.tokens).toBe(day.tokens + 5);
});

it("counts nothing that the model did not embed", async () => {
  const tenant = await makeTenant();
  model.script({ embeddingsFault: { kind: "status", status: 500 } });
  await expect(put(tenant, "a.md")).rejects.toThrow();
  expect((await usageOf(tenant)).tenant.day).toEqual({ messages: 0, tokens: 0, costMicros: 0 });
  expect(await embeddedOf(tenant)).toBe(0);
});

it("counts no question of a turn that the model did not embed", async () => {
  const tenant = await makeTenant();
  await put(tenant, "a.md");
  const before = await usageOf(tenant);
  model.script({ embeddingsFault: { kind: "status", status: 500 } });
  const turn = { chatbotId: tenant.chatbot.id, language: "english", limit: 5, isOfTurn: true };
  const found = await searchKnowledge(tenant.ctx, { ...turn, query: "When does the boat leave?" });
  expect(found.meaning).toBe("unavailable");
  await storeTallies();
  expect(await usageOf(tenant)).toEqual(before);
});

it("counts the questions of turns together, after they were searched for", async () => {
  const tenant = await makeTenant();
  await put(tenant, "a.md");
  const { day } = (await usageOf(tenant)).tenant;
  const turn = { chatbotId: tenant.chatbot.id, language: "english", limit: 5, isOfTurn: true };
  for (const query of ["When does it leave?", "When does it come?"])
    await searchKnowledge(tenant.ctx, { ...turn, query });
  await storeTallies();
  expect((await usageOf(tenant)).tenant.day.tokens).toBe(day.tokens + 10);
});

it("keeps the count of a turn's question while the database is unavailable", async () => {
  const tenant = await makeTenant();
  const of = { chatbotId: tenant.chatbot.id, model: "test-embedding", tokens: 7 };
  const away = () => Promise.reject(databaseUnavailable("The database is away."));
  tallyEmbeddings({ ...tenant.ctx, db: { execute: away } as unknown as typeof tenant.ctx.db }, of);
  await storeTallies();
  expect((await usageOf(tenant)).tenant.day.tokens).toBe(0);
  tallyEmbeddings(tenant.ctx, of);
  await storeTallies();
  expect((await usageOf(tenant)).tenant.day.tokens).toBe(14);
});

it("stops at the daily tokens before the model is called", async () => {
  const tenant = await makeTenant();
  await updatePlan(sealOperator(), tenant.ctx.tenantId, {
    plan: "standard",
    limits: { embeddingTokens: 300 },
  });
  await put(tenant, "a.md");
  model.reset();
  await expect(put(tenant, "b.md")).rejects.toMatchObject({ code: "limited" });
  expect(model.requests).toEqual([]);
});
