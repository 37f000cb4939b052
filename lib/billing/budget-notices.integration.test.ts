import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { POST as unsubscribe } from "#app/api/unsubscribe/route.ts";
import { type Mailbox, startMailbox } from "#e2e/fixtures/mailbox.ts";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { drainQueue } from "#lib/jobs/drain-queue.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { getUsage } from "./get-usage.ts";
import { sendBudgetEmailJob } from "./jobs.ts";
import { notifyBudgets, notifyMissedBudgets } from "./notify-budgets.ts";
import type { BudgetInput } from "./schema.ts";
import { updateBudget } from "./update-budget.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
const names = ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_EMBEDDING_MODEL", "SMTP_URL"];
const before = { ...process.env };
let model: ModelServer;
let mailbox: Mailbox;

beforeAll(async () => {
  await closeBoss();
  [model, mailbox] = await Promise.all([startModelServer(), startMailbox()]);
  Object.assign(process.env, {
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API_KEY: "test-key",
    OPENAI_MODEL: "gpt-5-mini",
    OPENAI_EMBEDDING_MODEL: "test-embedding",
    SMTP_URL: mailbox.url,
  });
  resetEnv();
  await makeTenant();
});

afterEach(() => model.reset());

afterAll(async () => {
  await closeBoss();
  for (const name of names) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  resetEnv();
  await Promise.all([model.close(), mailbox.close()]);
});

async function ask(tenant: TestTenant, ctx: Context = tenant.visitor()): Promise<"answered" | string> {
  const message = {
    id: newId("msg"),
    role: "user" as const,
    parts: [{ type: "text" as const, text: "Hm?" }],
  };
  const request = { id: newId("cnv"), chatbot: "x", trigger: "submit-message" as const, message };
  try {
    const turn = await runTurn(ctx, {
      chatbot: tenant.chatbot,
      request: { ...request, id: `c-${request.id}` },
      limits,
    });
    await turn.ended;
    return "answered";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

const many = (tenant: TestTenant, count: number) =>
  Promise.all(Array.from({ length: count }, () => ask(tenant)));

/** A workspace with an owner, an admin and an editor. */
async function staffed() {
  const tenant = await makeTenant();
  const people = {
    owner: await makePerson("Olga"),
    admin: await makePerson("Ada"),
    editor: await makePerson("Edda"),
  };
  for (const [role, person] of Object.entries(people))
    await joinWorkspaceAs(tenant.ctx, person, role as keyof typeof people);
  const all = Object.values(people);
  return { tenant, owner: people.owner.email, counts: () => all.map(({ email }) => mailbox.count(email)) };
}

const none = { chatbotId: null, messages: null, tokens: null, costMicros: null };
const allow = (tenant: TestTenant, budget: Partial<BudgetInput> & Pick<BudgetInput, "scope" | "period">) =>
  updateBudget(tenant.ctx, { ...none, ...budget });
const work = () => drainQueue({ jobs: [sendBudgetEmailJob] }, new Date(Date.now() + 60_000));

it("emails each owner and admin once when concurrent turns use a budget up, and no one else (RAT-08)", async () => {
  const [{ tenant, owner, counts }, other] = [await staffed(), await staffed()];
  await allow(tenant, { scope: "chatbot", chatbotId: tenant.chatbot.id, period: "day", messages: 10 });
  await allow(other.tenant, { scope: "tenant", period: "day", messages: 10 });
  await ask(other.tenant);
  const outcomes = await many(tenant, 40);
  expect(outcomes.filter((one) => one === "answered")).toHaveLength(10);
  expect(outcomes.filter((one) => one === "budget_exceeded")).toHaveLength(30);
  await work();
  const [toOwner = 0, toAdmin = 0, toEditor] = counts();
  expect(toEditor).toBe(0);
  expect(toAdmin).toBe(toOwner);
  // Ten concurrent turns may pass 80% and 100% together: then only the last is reported.
  expect(toOwner).toBeLessThanOrEqual(2);
  const text = await mailbox.newest(owner, /./);
  expect(text).toMatch(/used 10 of 10 messages today/);
  expect(text).toMatch(/00:00 UTC/);
  await Promise.all([work(), notifyBudgets(tenant.ctx), notifyMissedBudgets(sealOperator())]);
  await ask(tenant);
  await work();
  expect(counts()).toEqual([toOwner, toAdmin, 0]);
  expect(other.counts()).toEqual([0, 0, 0]);
});

it("emails once at 80%, once at 100%, and again after the budget was raised and passed", async () => {
  const { tenant, counts } = await staffed();
  await allow(tenant, { scope: "tenant", period: "month", messages: 5 });
  const noticesAfter = async (turns: number) => {
    for (let i = 0; i < turns; i += 1) expect(await ask(tenant)).toBe("answered");
    await work();
    return counts()[0];
  };
  expect(await noticesAfter(3)).toBe(0);
  expect(await noticesAfter(1)).toBe(1);
  expect(await noticesAfter(1)).toBe(2);
  expect(await ask(tenant)).toBe("budget_exceeded");
  await allow(tenant, { scope: "tenant", period: "month", messages: 10 });
  expect(await noticesAfter(2)).toBe(2);
  expect(await noticesAfter(1)).toBe(3);
  expect(await noticesAfter(1)).toBe(3);
  expect(await noticesAfter(1)).toBe(4);
  // Back to a limit that was already reported.
  await allow(tenant, { scope: "tenant", period: "month", messages: 5 });
  expect(await ask(tenant)).toBe("budget_exceeded");
  expect(await noticesAfter(0)).toBe(4);
});

it("counts used tokens, not the reservations of running turns", async () => {
  const { tenant, counts } = await staffed();
  const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
  model.script((_, index) => (index === 0 ? { tokens: 60, until } : { text: "Short." }));
  const slow = ask(tenant);
  const isAnswering = () => model.requests.some(({ path }) => !path.includes("embeddings"));
  await expect.poll(isAnswering).toBe(true);
  const { tokens } = (await getUsage(tenant.ctx)).tenant.day;
  await allow(tenant, { scope: "tenant", period: "day", tokens: Math.ceil(tokens * 1.1) });
  expect(await ask(tenant)).toBe("answered");
  goOn();
  await slow;
  await work();
  expect(counts()).toEqual([0, 0, 0]);
});

it("sends no email for a budget of 0 or for a visitor's budget", async () => {
  const { tenant, counts } = await staffed();
  await allow(tenant, { scope: "visitor", period: "day", messages: 1 });
  const ctx = tenant.visitor();
  expect(await ask(tenant, ctx)).toBe("answered");
  expect(await ask(tenant, ctx)).toBe("budget_exceeded");
  await allow(tenant, { scope: "tenant", period: "day", messages: 0 });
  expect(await ask(tenant)).toBe("budget_exceeded");
  await work();
  expect(counts()).toEqual([0, 0, 0]);
});

it("says how to unsubscribe, and unsubscribing affects only that workspace and member", async () => {
  const [{ tenant, owner, counts }, other] = [await staffed(), await staffed()];
  await allow(tenant, { scope: "tenant", period: "day", messages: 1 });
  await ask(tenant);
  await work();
  const email = (await mailbox.newest(owner, /./)).replace(/\r\n[ \t]+/g, "");
  const oneClick = /^List-Unsubscribe:\s*<(https?:[^>]+\/api\/unsubscribe\?token=([\w.-]+))>/im.exec(email);
  expect(email).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im);
  expect(email).toContain(`/unsubscribe#${oneClick?.[2]}`);
  const request = new Request(oneClick?.[1] ?? "", { method: "POST", body: "List-Unsubscribe=One-Click" });
  expect((await unsubscribe(request, { params: Promise.resolve({}) })).status).toBe(204);
  await allow(tenant, { scope: "tenant", period: "day", messages: 2 });
  await ask(tenant);
  await work();
  expect(counts()).toEqual([1, 2, 0]);
  await allow(other.tenant, { scope: "tenant", period: "day", messages: 1 });
  await ask(other.tenant);
  await work();
  expect(other.counts()).toEqual([1, 1, 0]);
});

it("is limited when a budget is raised and used up repeatedly (RAT-13)", async () => {
  const { tenant, counts } = await staffed();
  for (let messages = 1; messages <= 14; messages += 1) {
    await allow(tenant, { scope: "tenant", period: "day", messages });
    await ask(tenant);
    await work();
  }
  expect(counts()).toEqual([10, 10, 0]);
});

it("another process sends a notice whose process died before it did", async () => {
  const { tenant, counts } = await staffed();
  await asOwner(
    `insert into platform.budget_notices (tenant_id, scope, period, starts_on, threshold, messages, measure, used, created_at)
     values ($1, 'tenant', 'day', current_date, 100, 3, 'messages', 3, now() - interval '1 minute')`,
    [idToUuid(tenant.ctx.tenantId)],
  );
  await Promise.all([notifyMissedBudgets(sealOperator()), notifyMissedBudgets(sealOperator())]);
  await work();
  expect(counts()).toEqual([1, 1, 0]);
});
