import { createClient } from "@redis/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { closeKv, kv } from "#lib/core/kv/open-kv.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { createAccessCode } from "#lib/people/create-access-code.ts";
import { getAccess } from "#lib/people/get-access.ts";
import { redeemAccessCode } from "#lib/people/redeem-access-code.ts";
import { erasePerson } from "#lib/privacy/erase-person.ts";
import { mergeGuestHistory } from "#lib/privacy/merge-guest-history.ts";
import type { AccessPolicy } from "#lib/tenant/schema.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { makePerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { listConversations } from "../list-conversations.ts";
import { listMessages } from "../list-messages.ts";
import { runTurn } from "./run-turn.ts";

const getEntitlement = async (ctx: Context) => (await getAccess(ctx)).entitlement;

const AT_ONCE = 50;
const CANARY = "zaunkönig-4711";
const policy: AccessPolicy = { accounts: true, guestMessages: 4, trialMessages: 7, trialDays: 7 };
const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
let model: ModelServer;
let tenant: TestTenant;

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "test-key" });
  resetEnv();
  tenant = await makeTenant();
  await asOwner(
    "update platform.tenants set settings = jsonb_build_object('access', $1::jsonb) where id = $2",
    [JSON.stringify(policy), idToUuid(tenant.ctx.tenantId)],
  );
});

afterAll(async () => {
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY"]) delete process.env[name];
  resetEnv();
});

function begin(ctx: Context, id: string, text = "Hello") {
  return runTurn(ctx, {
    chatbot: { ...tenant.chatbot, access: policy },
    request: {
      id,
      chatbot: tenant.chatbot.handle,
      trigger: "submit-message",
      message: { id: `q-${id}`, role: "user", parts: [{ type: "text", text }] },
    },
    limits,
  });
}

async function ask(ctx: Context, id: string): Promise<string> {
  try {
    const turn = await begin(ctx, id);
    await turn.ended;
    return "in";
  } catch (error) {
    const { details, code } = error as { details?: { refusal?: string }; code?: string };
    return details?.refusal ?? code ?? String(error);
  }
}

async function endUser() {
  const person = await makePerson("Nova");
  const { tenantId } = tenant.ctx;
  const { userId: id, sessionId } = person;
  const actor = { kind: "person" as const, id, sessionId, userIdHash: hashUserId(tenantId, id) };
  return { person, ctx: sealContext({ tenantId, actor }) };
}

describe(`${AT_ONCE} concurrent messages`, () => {
  test.each([
    ["a trial", 7, "trial_used"],
    ["a guest", 4, "guest_used"],
  ])("%s admits exactly %i, and each is answered", async (who, most, refusal) => {
    model.script({ text: "Here." });
    const { person, ctx: known } = await endUser();
    const guest = tenant.visitor();
    const ctx = who === "a guest" ? guest : known;
    if (ctx === known) await mergeGuestHistory(guest, person);
    const outcomes = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => ask(ctx, `${who}-${index}`)),
    );
    const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
    process.stdout.write(`${who}: ${count("in")} in, ${count(refusal)} refused of ${AT_ONCE}\n`);
    expect([count("in"), count(refusal)]).toEqual([most, AT_ONCE - most]);
    const { conversations } = await listConversations(ctx, { chatbotId: tenant.chatbot.id });
    expect(conversations).toHaveLength(most);
    for (const { id } of conversations)
      expect((await listMessages(ctx, { name: id })).messages.at(-1)).toMatchObject({
        turn: { state: "complete" },
      });
    expect(await getEntitlement(ctx)).toEqual({ kind: "expired", refusal });
  });

  test("one use of a code gives one person full access", async () => {
    const code = await createAccessCode(tenant.ctx, { days: null, uses: 1 });
    const all = await Promise.all(
      Array.from({ length: AT_ONCE / 5 }, async () => {
        const { person, ctx } = await endUser();
        await mergeGuestHistory(tenant.visitor(), person);
        return ctx;
      }),
    );
    const outcomes = await Promise.allSettled(all.map((ctx) => redeemAccessCode(ctx, sealOperator(), code)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const kinds = await Promise.all(all.map(async (ctx) => (await getEntitlement(ctx))?.kind));
    expect(kinds.filter((kind) => kind === "established")).toHaveLength(1);
  });
});

test("leaving while turns run leaves no data behind", async () => {
  model.script({ text: "Here." });
  for (let round = 0; round < 5; round += 1) {
    const { person, ctx } = await endUser();
    await mergeGuestHistory(tenant.visitor(), person);
    await ask(ctx, `before-${round}`);
    await Promise.all([
      ...Array.from({ length: 5 }, (_, index) => ask(ctx, `beside-${round}-${index}`)),
      erasePerson(ctx),
    ]);
    const hash = "userIdHash" in ctx.actor ? ctx.actor.userIdHash : "";
    for (const [table, column] of [
      ["conversations", "user_id_hash"],
      ["messages", "user_id_hash"],
      ["people", "user_id_hash"],
      ["entitlements", "user_id_hash"],
      ["usage_entries", "visitor_hash"],
      ["usage_totals", "scope_key"],
    ]) {
      const rows = await asOwner(`select 1 from platform.${table} where ${column} = $1`, [hash]);
      expect(rows, table).toEqual([]);
    }
  }
});

test("Redis holds no messages of a person who has left", async () => {
  await closeKv();
  process.env.REDIS_URL = process.env.TEST_REDIS_URL ?? "";
  resetEnv();
  const redis = createClient({ url: process.env.REDIS_URL });
  await redis.connect();
  try {
    model.script({ text: `${CANARY} to you as well` });
    const { person, ctx } = await endUser();
    await mergeGuestHistory(tenant.visitor(), person);
    await kv().set("still-here", "kept", 60_000);
    const turn = await begin(ctx, "cached", `${CANARY} What is my horoscope? I am a Leo.`);
    await turn.ended;
    await erasePerson(ctx);
    const kept: string[] = [];
    for await (const keys of redis.scanIterator()) {
      for (const key of keys) {
        const type = await redis.type(key);
        kept.push(key, type === "string" ? ((await redis.get(key)) ?? "") : type);
      }
    }
    expect(kept.join("\n"), "the check reads where keys are stored").toContain("kept");
    expect(kept.filter((text) => text.includes(CANARY))).toEqual([]);
  } finally {
    await closeKv();
    redis.destroy();
    delete process.env.REDIS_URL;
    resetEnv();
  }
});

test("signing up while turns start and end neither blocks nor loses anything", async () => {
  model.script({ text: "Here." });
  for (let round = 0; round < 10; round += 1) {
    const guest = tenant.visitor();
    const { person, ctx } = await endUser();
    const [joined, ...outcomes] = await Promise.all([
      ask(guest, `a-${round}`).then(() => mergeGuestHistory(guest, person)),
      ...Array.from({ length: 3 }, (_, index) => ask(guest, `b-${round}-${index}`)),
    ]);
    expect(joined.moved).toBeGreaterThan(0);
    expect(outcomes, "none is refused or fails").toEqual(["in", "in", "in"]);
    await mergeGuestHistory(guest, person);
    const { conversations } = await listConversations(ctx, { chatbotId: tenant.chatbot.id });
    expect(conversations).toHaveLength(4);
  }
});

test("an answer that runs while a guest signs up is moved completely", async () => {
  model.script({ tokens: 40, chunkDelayMs: 20 });
  const guest = tenant.visitor();
  const turn = await begin(guest, "under way");
  const { person, ctx } = await endUser();
  expect(await mergeGuestHistory(guest, person)).toEqual({ moved: 1 });
  await turn.ended;
  const { messages } = await listMessages(ctx, { name: "under way" });
  expect(messages.map(({ role, turn: of }) => of?.state ?? role)).toEqual(["user", "complete"]);
  const counted = await asOwner<{ messages: number; tokens: number }>(
    "select messages::integer, tokens::integer from platform.usage_totals where scope = 'visitor' and scope_key = $1 and period = 'day'",
    ["userIdHash" in ctx.actor ? ctx.actor.userIdHash : ""],
  );
  expect(counted).toMatchObject([{ messages: 1 }]);
  expect(counted[0]?.tokens).toBeGreaterThan(0);
});
