import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import type { ChatRequest } from "#lib/conversation/schema.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { stopTurn } from "#lib/conversation/turn/stop-turn.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { tokensOf } from "./estimate-tokens.ts";
import { getUsage } from "./get-usage.ts";
import type { BudgetInput } from "./schema.ts";
import { storeTallies } from "./tally-embeddings.ts";
import { updateBudget } from "./update-budget.ts";
import { resetPrice, updatePrice } from "./update-price.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
const unlimited = { chatbotId: null, messages: null, tokens: null, costMicros: null };
let model: ModelServer;
const before = { ...process.env };

beforeAll(async () => {
  model = await startModelServer();
  process.env.OPENAI_BASE_URL = model.baseUrl;
  process.env.OPENAI_API_KEY = "test-key";
  process.env.OPENAI_MODEL = "gpt-5-mini";
  process.env.OPENAI_EMBEDDING_MODEL = "test-embedding";
  resetEnv();
});

afterAll(async () => {
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_EMBEDDING_MODEL"]) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  resetEnv();
  await model.close();
});

const request = (text: string, id = `c-${newId("cnv")}`): ChatRequest => ({
  id,
  chatbot: "x",
  trigger: "submit-message",
  message: { id: newId("msg"), role: "user", parts: [{ type: "text", text }] },
});

async function ask(tenant: TestTenant, ctx: Context, body: ChatRequest): Promise<string> {
  const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
  let text = "";
  for await (const chunk of turn.follow()) if (chunk.type === "text-delta") text += chunk.delta;
  await turn.ended;
  return text;
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "answered",
    (error: { code?: string }) => error.code ?? String(error),
  );

type Entry = { state: string; input_tokens: number; output_tokens: number; cost_micros: string };
const entriesOf = (tenant: TestTenant) =>
  asOwner<Entry>(
    "select state, input_tokens, output_tokens, cost_micros from platform.usage_entries where tenant_id = $1 order by reserved_at",
    [idToUuid(tenant.ctx.tenantId)],
  );

/** The totals must equal the sum of the entries. */
async function expectSumsToFit(tenant: TestTenant): Promise<void> {
  const tenantId = idToUuid(tenant.ctx.tenantId);
  const wrong = await asOwner(
    `select t.scope, t.period from platform.usage_totals t cross join lateral (
       select count(*) as messages, coalesce(sum(e.input_tokens + e.output_tokens), 0) as tokens, coalesce(sum(e.cost_micros), 0) as cost
       from platform.usage_entries e where e.tenant_id = t.tenant_id
         and (t.scope = 'tenant' or (t.scope = 'chatbot' and t.scope_key = e.chatbot_id::text) or (t.scope = 'visitor' and t.scope_key = e.visitor_hash))
     ) e cross join lateral (
       select coalesce(sum(tokens), 0) as tokens, coalesce(sum(cost_micros), 0) as cost from platform.embedding_usage u
       where u.tenant_id = t.tenant_id and (t.scope = 'tenant' or (t.scope = 'chatbot' and t.scope_key = u.chatbot_id::text))
     ) u where t.tenant_id = $1
       and (t.messages, t.tokens, t.cost_micros) is distinct from (e.messages, e.tokens + u.tokens, e.cost + u.cost)`,
    [tenantId],
  );
  expect(wrong).toEqual([]);
}

const allow = (tenant: TestTenant, budget: Partial<BudgetInput> & Pick<BudgetInput, "scope" | "period">) =>
  updateBudget(tenant.ctx, { ...unlimited, ...budget });

describe("usage of a turn", () => {
  it("is reserved before it runs, and settled with the provider's count and the model's price, beside the question's vector", async () => {
    const tenant = await makeTenant();
    model.script({ text: "Four hours." });
    await updatePrice(tenant.ctx, { model: "gpt-5-mini", inputMicros: 3_000_000, outputMicros: 5_000_000 });
    await ask(tenant, tenant.visitor(), request("How long?"));
    const [entry] = await entriesOf(tenant);
    expect(entry?.state).toBe("settled");
    const { input_tokens: input = 0, output_tokens: output = 0 } = entry ?? {};
    expect(input + output).toBeGreaterThan(0);
    expect(Number(entry?.cost_micros)).toBe(input * 3 + output * 5);
    await storeTallies();
    const usage = await getUsage(tenant.ctx);
    const question = tokensOf("How long?".length);
    const used = { messages: 1, tokens: input + output + question, costMicros: input * 3 + output * 5 };
    expect(usage.tenant).toEqual({ day: used, month: used });
    expect(usage.chatbots).toEqual([{ id: tenant.chatbot.id, day: used, month: used }]);
    await expectSumsToFit(tenant);
  });

  it("is estimated, and marked so, when the stream breaks before the provider's count", async () => {
    const tenant = await makeTenant();
    model.script({ tokens: 4_000, chunkDelayMs: 20 });
    const ctx = tenant.visitor();
    const body = request("Go on");
    const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
    for await (const chunk of turn.follow()) if (chunk.type === "text-delta") break;
    await stopTurn(ctx, body.id);
    await turn.ended;
    const [entry] = await entriesOf(tenant);
    expect(entry?.state).toBe("estimated");
    expect(entry?.input_tokens).toBeGreaterThan(0);
    expect(entry?.output_tokens).toBeLessThan(4_000);
    await expectSumsToFit(tenant);
  });

  it("is zero when the model was never reached", async () => {
    const tenant = await makeTenant();
    model.script({ fault: { kind: "status", status: 400 } });
    await ask(tenant, tenant.visitor(), request("Hello?"));
    expect(await entriesOf(tenant)).toMatchObject([
      { state: "settled", input_tokens: 0, output_tokens: 0, cost_micros: "0" },
    ]);
    await expectSumsToFit(tenant);
  });

  it("is counted once for repeated sends, also when the budget is used up in between", async () => {
    const tenant = await makeTenant();
    model.script({ text: "Once." });
    await allow(tenant, { scope: "tenant", period: "day", messages: 1 });
    const ctx = tenant.visitor();
    const body = request("Twice?");
    expect(await ask(tenant, ctx, body)).toBe("Once.");
    expect(await ask(tenant, ctx, body)).toBe("Once.");
    expect(await entriesOf(tenant)).toHaveLength(1);
  });

  it("is counted once each when fifty readers leave at the first byte", async () => {
    const tenant = await makeTenant();
    model.reset();
    model.script({ text: "Nobody listens." });
    const turns = await Promise.all(
      Array.from({ length: 50 }, () =>
        runTurn(tenant.visitor(), { chatbot: tenant.chatbot, request: request("Gone"), limits }),
      ),
    );
    await Promise.all(turns.map(({ ended }) => ended));
    const entries = await entriesOf(tenant);
    expect(entries).toHaveLength(50);
    expect(new Set(entries.map(({ state }) => state))).toEqual(new Set(["settled"]));
    expect(model.requests.filter(({ path }) => path.endsWith("/responses"))).toHaveLength(50);
    await expectSumsToFit(tenant);
  });
});

describe("a budget", () => {
  it("admits exactly what is left, of two hundred concurrent messages (RAT-06)", async () => {
    const tenant = await makeTenant();
    model.script({ text: "In." });
    await allow(tenant, { scope: "tenant", period: "day", messages: 2 });
    await ask(tenant, tenant.visitor(), request("First"));
    const all = await Promise.all(
      Array.from({ length: 200 }, () => outcome(ask(tenant, tenant.visitor(), request("Me")))),
    );
    expect(all.filter((one) => one === "answered")).toHaveLength(1);
    expect(all.filter((one) => one === "budget_exceeded")).toHaveLength(199);
    expect((await getUsage(tenant.ctx)).tenant.day.messages).toBe(2);
    expect(await entriesOf(tenant)).toHaveLength(2);
    await expectSumsToFit(tenant);
  });

  it("reports its scope and reset time when used up, and the question is not stored", async () => {
    const tenant = await makeTenant();
    await allow(tenant, { scope: "chatbot", chatbotId: tenant.chatbot.id, period: "month", messages: 0 });
    const ctx = tenant.visitor();
    const refusal = await ask(tenant, ctx, request("Now?", "refused")).catch((error: unknown) => error);
    const month = new Date();
    const resetAt = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1)).toISOString();
    expect(refusal).toMatchObject({
      code: "budget_exceeded",
      details: { scope: "chatbot", period: "month", resetAt },
    });
    expect(String(refusal)).toContain("00:00 UTC");
    const rows = await asOwner("select 1 from platform.conversations where tenant_id = $1", [
      idToUuid(ctx.tenantId),
    ]);
    expect(rows).toEqual([]);
  });

  it("of scope visitor applies to each visitor, and not to members", async () => {
    const tenant = await makeTenant();
    model.script({ text: "Yes." });
    await allow(tenant, { scope: "visitor", period: "day", messages: 1 });
    const [one, other] = [tenant.visitor(), tenant.visitor()];
    expect(await outcome(ask(tenant, one, request("A")))).toBe("answered");
    expect(await outcome(ask(tenant, one, request("B")))).toBe("budget_exceeded");
    expect(await outcome(ask(tenant, other, request("C")))).toBe("answered");
    const person = await joinWorkspaceAs(tenant.ctx, await makePerson("Edda"), "viewer");
    for (const text of ["D", "E"]) expect(await outcome(ask(tenant, person, request(text)))).toBe("answered");
  });

  it("in tokens or cost stops the turn after the one that used it up", async () => {
    for (const most of [{ tokens: 1 }, { costMicros: 1 }]) {
      const tenant = await makeTenant();
      model.script({ text: "Spent." });
      await allow(tenant, { scope: "tenant", period: "month", ...most });
      expect(await outcome(ask(tenant, tenant.visitor(), request("A")))).toBe("answered");
      expect(await outcome(ask(tenant, tenant.visitor(), request("B")))).toBe("budget_exceeded");
    }
  });

  it("cannot be changed in another workspace or for its chatbot", async () => {
    const [here, there] = [await makeTenant(), await makeTenant()];
    for (const chatbotId of [there.chatbot.id, newId("bot")])
      await expect(
        allow(here, { scope: "chatbot", chatbotId, period: "day", messages: 0 }),
      ).rejects.toMatchObject({ code: "not_found", message: "Chatbot not found." });
    model.script({ text: "Mine." });
    await allow(here, { scope: "tenant", period: "day", messages: 0 });
    expect(await outcome(ask(there, there.visitor(), request("A")))).toBe("answered");
    expect((await getUsage(here.ctx)).tenant.day.messages).toBe(0);
  });

  it("defaults to ten thousand messages a day, and can be removed", async () => {
    const tenant = await makeTenant();
    const standard = { ...unlimited, scope: "tenant", period: "day", messages: 10_000 };
    expect((await getUsage(tenant.ctx)).budgets).toEqual([standard]);
    await allow(tenant, { scope: "visitor", period: "day", messages: 5 });
    await allow(tenant, { scope: "tenant", period: "day" });
    const { budgets } = await getUsage(tenant.ctx);
    expect(budgets.map(({ scope, messages }) => [scope, messages])).toEqual([
      ["tenant", null],
      ["visitor", 5],
    ]);
    await allow(tenant, { scope: "visitor", period: "day" });
    expect((await getUsage(tenant.ctx)).budgets).toHaveLength(1);
  });
});

it("a workspace's price overrides the default until it is reset", async () => {
  const tenant = await makeTenant();
  const priceOf = async () =>
    (await getUsage(tenant.ctx)).prices.find((price) => price.model === "gpt-5-mini");
  const listed = await priceOf();
  expect(listed).toMatchObject({ isOwn: false });
  await updatePrice(tenant.ctx, { model: "gpt-5-mini", inputMicros: 1, outputMicros: 2 });
  expect(await priceOf()).toMatchObject({ inputMicros: 1, outputMicros: 2, isOwn: true });
  const stranger = await makeTenant();
  await resetPrice(stranger.ctx, "gpt-5-mini");
  expect(await priceOf(), "another workspace's price is its own").toMatchObject({ isOwn: true });
  await resetPrice(tenant.ctx, "gpt-5-mini");
  expect(await priceOf()).toEqual(listed);
});
