import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setOperator } from "#lib/auth/account/set-operator.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { listApiKeys } from "#lib/auth/api-key/list-api-keys.ts";
import { revokeApiKey } from "#lib/auth/api-key/revoke-api-key.ts";
import { updateBudget } from "#lib/billing/update-budget.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import { deleteChatbot } from "#lib/chatbot/delete-chatbot.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import type { Id } from "#lib/core/ids.ts";
import type { PlanLimitsChange } from "#lib/core/plan-limits.ts";
import { updateInstance } from "#lib/instance/update-instance.ts";
import { putCuratedAnswer } from "#lib/knowledge/curated/put-curated-answer.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { requestIngestion } from "#lib/knowledge/ingestion/request-ingestion.ts";
import { deleteDocument } from "#lib/knowledge/sources/delete-document.ts";
import { findOrCreateSource } from "#lib/knowledge/sources/find-or-create-source.ts";
import { acceptInvitation } from "#lib/tenant/accept-invitation.ts";
import { createWorkspace } from "#lib/tenant/create-workspace.ts";
import { inviteMember } from "#lib/tenant/invite-member.ts";

import { actingAs, joinWorkspaceAs, makePerson, type TestPerson } from "#testing/people/person.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { getLimits } from "./get-limits.ts";
import { getPlan } from "./get-plan.ts";
import { getQuotas } from "./get-quotas.ts";
import { refundDailyQuota, requireDailyQuota, takeDailyQuota } from "./take-daily-quota.ts";
import { updatePlan } from "./update-plan.ts";

const operator = sealOperator();
const allow = (tenant: TestTenant, limits: PlanLimitsChange) =>
  updatePlan(operator, tenant.ctx.tenantId, { plan: "standard", limits });
async function makeLimited(limits: PlanLimitsChange): Promise<TestTenant> {
  const tenant = await makeTenant();
  await allow(tenant, limits);
  return tenant;
}
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "taken",
    (error: { code?: string }) => error.code ?? String(error),
  );
/** The outcomes of concurrent attempts. */
async function together(times: number, attempt: (index: number) => Promise<unknown>) {
  const ends = await Promise.all(Array.from({ length: times }, (_, i) => outcome(attempt(i))));
  return {
    taken: ends.filter((end) => end === "taken").length,
    others: new Set(ends.filter((end) => end !== "taken")),
  };
}
const useOf = async (tenant: TestTenant, name: string) =>
  (await getQuotas(tenant.ctx)).find((quota) => quota.name === name)?.used;
const text = (path: string, words = "Some words.") => ({
  path,
  mediaType: "text/markdown" as const,
  text: `# ${path}\n\n${words}`,
});

describe("the plan that the operator sees", () => {
  it("is the workspace's own, beside the instance's limits that it replaces", async () => {
    const [changed, other] = [await makeLimited({ documents: 7 }), await makeTenant()];
    await updateInstance(operator, { planLimits: { members: 9 } });
    try {
      const { standard, ...plan } = await getPlan(operator, changed.ctx.tenantId);
      expect(plan).toEqual({ plan: "standard", limits: { documents: 7 } });
      expect(standard).toMatchObject({ documents: 2_000, members: 9 });
      expect((await getPlan(operator, other.ctx.tenantId)).limits).toEqual({});
    } finally {
      await updateInstance(operator, { planLimits: {} });
    }
  });
});

describe("what a workspace holds: refuses one too many when several take the last places at once", () => {
  it("for chatbots, and again after one was deleted", async () => {
    const tenant = await makeLimited({ chatbots: 3 });
    const make = () => createChatbot(tenant.ctx, { name: "Another", config: {} });
    expect(await together(6, make)).toEqual({ taken: 2, others: new Set(["quota_exceeded"]) });
    await deleteChatbot(tenant.ctx, tenant.chatbot.id);
    expect(await outcome(make())).toBe("taken");
    expect(await useOf(tenant, "chatbots")).toBe(3);
  });

  it("for API keys, where a revoked one no longer counts", async () => {
    const tenant = await makeLimited({ apiKeys: 2 });
    const make = () => createApiKey(tenant.ctx, { name: "Site", scopes: ["chat"] });
    expect(await together(5, make)).toEqual({ taken: 2, others: new Set(["quota_exceeded"]) });
    await revokeApiKey(tenant.ctx, (await listApiKeys(tenant.ctx))[0]?.id ?? "");
    expect(await outcome(make())).toBe("taken");
  });

  it("for members who accept, and for invitations", async () => {
    const tenant = await makeLimited({ members: 2 });
    const owner = await joinWorkspaceAs(tenant.ctx, await makePerson("Olga"), "owner");
    const people = await Promise.all(["Gus", "Gil", "Gita"].map(makePerson));
    const links: Awaited<ReturnType<typeof inviteMember>>[] = [];
    for (const _ of people) links.push(await inviteMember(owner, operator, { email: null, role: "viewer" }));
    const ends = await together(3, (i) =>
      acceptInvitation(tenant.ctx, links[i]?.id as Id<"inv">, people[i] as TestPerson),
    );
    expect(ends).toEqual({ taken: 1, others: new Set(["quota_exceeded"]) });
    expect(await outcome(inviteMember(owner, operator, { email: null, role: "viewer" }))).toBe(
      "quota_exceeded",
    );
  });

  it("for documents, uploaded or written, where a known path counts once", async () => {
    const tenant = await makeLimited({ documents: 3 });
    const put = (path: string) => requestIngestion(tenant.ctx, { sourceId: tenant.sourceId, ...text(path) });
    expect(await together(6, (i) => put(`${i}.md`))).toEqual({
      taken: 3,
      others: new Set(["quota_exceeded"]),
    });
    const curated = await findOrCreateSource(tenant.ctx, {
      chatbotId: tenant.chatbot.id,
      kind: "pairs",
      origin: "pairs",
      name: "Answers",
    });
    const answer = { key: "k", question: "Whose?", answer: "Mine.", phrasings: [], sourceId: curated.id };
    expect(await outcome(putCuratedAnswer(tenant.ctx, answer))).toBe("quota_exceeded");
    const [known] = (await getQuotas(tenant.ctx)).filter(({ name }) => name === "documents");
    expect(known).toMatchObject({ used: 3, limit: 3, resetsAt: null });
    for (const path of ["0.md", "1.md", "2.md", "3.md", "4.md", "5.md"])
      await deleteDocument(tenant.ctx, { sourceId: tenant.sourceId, path }).catch(() => undefined);
    expect(await outcome(putCuratedAnswer(tenant.ctx, answer))).toBe("taken");
  });

  it("for storage, which a smaller file may still fit, and with the parsed text", async () => {
    const tenant = await makeLimited({ storageBytes: 100_000 });
    const put = (path: string, bytes: number) =>
      requestIngestion(tenant.ctx, {
        sourceId: tenant.sourceId,
        path,
        mediaType: "text/plain",
        text: "x".repeat(bytes),
      });
    expect(await together(6, (i) => put(`${i}.txt`, 40_000))).toEqual({
      taken: 2,
      others: new Set(["too_large"]),
    });
    await expect(put("big.txt", 40_000)).rejects.toMatchObject({
      code: "too_large",
      message: expect.stringMatching(/storage left/),
    });
    expect(await outcome(put("small.txt", 10_000))).toBe("taken");
    expect(await useOf(tenant, "storageBytes")).toBe(90_000);
    const other = await makeLimited({ storageBytes: 2_000 });
    const words = putDocument(other.ctx, { sourceId: other.sourceId, ...text("a.md", "word ".repeat(600)) });
    expect(await outcome(words)).toBe("too_large");
    expect(await useOf(other, "storageBytes")).toBe(0);
  });

  it("for passages, where a document that shrinks is never refused", async () => {
    const tenant = await makeLimited({ passages: 2 });
    const sections = (count: number) =>
      Array.from(
        { length: count },
        (_, i) => `## Part ${i}\n\n${"A sentence of some words. ".repeat(60)}`,
      ).join("\n\n");
    const put = (path: string, count: number) =>
      putDocument(tenant.ctx, {
        sourceId: tenant.sourceId,
        ...text(path, sections(count)),
        vectors: "later",
      });
    expect(await outcome(put("long.md", 12))).toBe("quota_exceeded");
    expect(await outcome(put("first.md", 1))).toBe("taken");
    expect((await together(4, (i) => put(`${i}.md`, 1))).taken).toBeLessThanOrEqual(1);
    expect(await useOf(tenant, "passages")).toBeLessThanOrEqual(2);
    await allow(tenant, { passages: 0 });
    expect(await outcome(put("first.md", 0))).toBe("taken");
  });

  it("for passages of two documents that are embedded at once", async () => {
    const tenant = await makeLimited({ passages: 1 });
    const { promise: both, resolve } = Promise.withResolvers<void>();
    let arrived = 0;
    const observer = {
      async onProgress(state: string) {
        if (state !== "embedding") return;
        arrived += 1;
        if (arrived === 2) resolve();
        await both;
      },
      beforeStore: async () => undefined,
    };
    const put = (i: number) =>
      putDocument(tenant.ctx, { sourceId: tenant.sourceId, ...text(`${i}.md`), observer });
    expect(await together(2, put)).toEqual({ taken: 1, others: new Set(["quota_exceeded"]) });
    expect(await useOf(tenant, "passages")).toBe(1);
  });

  it("for workspaces of one account; the operator's have no limits", async () => {
    const [ada, boss] = [await makePerson("Ada"), await makePerson("Boss")];
    await setOperator(operator, boss.email, true);
    const open = (person: TestPerson) =>
      createWorkspace(
        (tenantId) => actingAs(sealContext({ tenantId, actor: { kind: "public" } }), person, "owner"),
        { slug: `q-${randomBytes(5).toString("hex")}`, name: "Mine", userId: person.userId },
      );
    expect(await together(8, () => open(ada))).toEqual({ taken: 3, others: new Set(["quota_exceeded"]) });
    expect((await together(5, () => open(boss))).taken).toBe(5);
    expect((await getLimits(await open(boss))).documents).toBeNull();
    const [mine] = [await open(await makePerson("Nia"))];
    expect((await getLimits(mine as never)).documents).toBe(2_000);
  });
});

describe("what a workspace uses per day", () => {
  it("stops at the limit when many take at once, until the day ends, and can be refunded", async () => {
    const { ctx } = await makeLimited({ crawledPages: 5 });
    expect(await together(20, () => takeDailyQuota(ctx, "crawledPages", 1))).toEqual({
      taken: 5,
      others: new Set(["limited"]),
    });
    await expect(requireDailyQuota(ctx, "crawledPages")).rejects.toMatchObject({
      code: "limited",
      message: expect.stringMatching(/Try again after 00:00 UTC/),
      details: { retryAfter: expect.any(Number), limit: "quota-crawledPages", quota: 5, window: 86_400 },
    });
    await refundDailyQuota(ctx, {
      quota: "crawledPages",
      day: ctx.now().toISOString().slice(0, 10),
      amount: 2,
    });
    expect((await together(20, () => takeDailyQuota(ctx, "crawledPages", 1))).taken).toBe(2);
    const tomorrow = { ...ctx, now: () => new Date(Date.now() + 86_400_000) };
    expect(await outcome(takeDailyQuota(tomorrow, "crawledPages", 5))).toBe("taken");
    const { ctx: other } = await makeLimited({ crawledPages: 5 });
    expect(await outcome(takeDailyQuota(other, "crawledPages", 5))).toBe("taken");
  });

  it("in parser time counts what a document took, also when it failed, and refuses beyond it", async () => {
    const tenant = await makeLimited({ parserSeconds: 60 });
    const put = (path: string) => putDocument(tenant.ctx, { sourceId: tenant.sourceId, ...text(path) });
    await put("a.md");
    const used = (await useOf(tenant, "parserSeconds")) ?? 0;
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(20);
    expect(await outcome(put("b.md"))).toBe("limited");
  });

  it("in embedded tokens refuses a document and stores none of it", async () => {
    const tenant = await makeLimited({ embeddingTokens: 10 });
    const put = putDocument(tenant.ctx, {
      sourceId: tenant.sourceId,
      ...text("a.md", "Long words here. ".repeat(40)),
    });
    expect(await outcome(put)).toBe("limited");
    expect(await useOf(tenant, "documents")).toBe(0);
    await allow(tenant, {});
    await putDocument(tenant.ctx, {
      sourceId: tenant.sourceId,
      ...text("a.md", "Long words here. ".repeat(40)),
    });
    expect(await useOf(tenant, "embeddingTokens")).toBeGreaterThan(100);
  });
});

describe("who sets the limits", () => {
  const before = process.env.PLAN_LIMITS;
  beforeAll(() => {
    process.env.PLAN_LIMITS = "members=7,documents=8";
    resetEnv();
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.PLAN_LIMITS;
    else process.env.PLAN_LIMITS = before;
    resetEnv();
    await updateInstance(operator, { planLimits: {} });
  });

  it("is the environment, and over it the operator for all workspaces or one", async () => {
    const tenant = await makeLimited({});
    expect(await getLimits(tenant.ctx)).toMatchObject({ members: 7, documents: 8, chatbots: 20 });
    await updateInstance(operator, { planLimits: { documents: 9 } });
    expect(await getLimits(tenant.ctx)).toMatchObject({ members: 7, documents: 9 });
    await allow(tenant, { documents: null });
    expect(await getLimits(tenant.ctx)).toMatchObject({ members: 7, documents: null });
    await expect(
      tenant.ctx.db.execute("update platform.workspace_plans set plan = 'unlimited'"),
    ).rejects.toThrow();
    await expect(
      tenant.ctx.db.execute(
        "insert into platform.instance_settings (name, value) values ('planLimits', '{}')",
      ),
    ).rejects.toThrow();
  });

  it("is not the owner: a daily limit of messages stays within the plan", async () => {
    const tenant = await makeLimited({});
    const set = (messages: number | null) =>
      updateBudget(tenant.ctx, {
        scope: "tenant",
        chatbotId: null,
        period: "day",
        messages,
        tokens: null,
        costMicros: null,
      });
    for (const messages of [10_001, 1_000_000, null])
      expect(await outcome(set(messages))).toBe("quota_exceeded");
    for (const messages of [0, 10_000]) expect(await outcome(set(messages))).toBe("taken");
  });
});
