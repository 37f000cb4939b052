import { beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealContext, sealOperator } from "#lib/context/seal.ts";
import { listConversations } from "#lib/conversation/list-conversations.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { handler as answerWaiting } from "#lib/conversation/turn/answer-queued-turn.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { createAccessCode } from "#lib/people/create-access-code.ts";
import { getAccess } from "#lib/people/get-access.ts";
import { listAccessCodes } from "#lib/people/list-access-codes.ts";
import { listPeople } from "#lib/people/list-people.ts";
import { redeemAccessCode } from "#lib/people/redeem-access-code.ts";
import { profile } from "#lib/people/schema.ts";
import { updateEntitlement } from "#lib/people/update-entitlement.ts";
import { updateProfile } from "#lib/people/update-profile.ts";
import type { AccessPolicy } from "#lib/tenant/schema.ts";
import { startModelServer } from "#testing/model-server/model-server.ts";
import { joinWorkspaceAs, makePerson, type TestPerson } from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { erasePerson } from "./erase-person.ts";
import { mergeGuestHistory } from "./merge-guest-history.ts";

const getEntitlement = async (ctx: Context) => (await getAccess(ctx)).entitlement;

let tenant: TestTenant;
let serial = 0;
const policy: AccessPolicy = { accounts: true, guestMessages: 3, trialMessages: 5, trialDays: 7 };

beforeAll(async () => {
  tenant = await makeTenant();
  await setPolicy(policy);
});

const setPolicy = (access: AccessPolicy) =>
  asOwner(
    "update platform.tenants set settings = settings || jsonb_build_object('access', $1::jsonb) where id = $2",
    [JSON.stringify(access), idToUuid(tenant.ctx.tenantId)],
  );

/** @param again the answer to regenerate */
async function ask(ctx: Context, id?: string, again?: string) {
  serial += 1;
  const turn = await runTurn(ctx, {
    chatbot: { ...tenant.chatbot, access: policy },
    request: {
      id: id ?? `people-${serial}`,
      chatbot: tenant.chatbot.handle,
      ...(again
        ? { trigger: "regenerate-message", messageId: again }
        : {
            trigger: "submit-message",
            message: { id: `q-${serial}`, role: "user", parts: [{ type: "text", text: "Hello" }] },
          }),
    },
    limits: { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 },
  });
  await turn.ended;
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "in",
    (error: { code?: string; details?: { refusal?: string } }) =>
      error.details?.refusal ?? error.code ?? String(error),
  );

function asPerson({ ctx: { tenantId } }: TestTenant, { userId: id, sessionId }: TestPerson): Context {
  return sealContext({
    tenantId,
    actor: { kind: "person", id, sessionId, userIdHash: hashUserId(tenantId, id) },
  });
}

async function joined(): Promise<{ ctx: Context; person: TestPerson }> {
  const person = await makePerson("Eve");
  await mergeGuestHistory(tenant.visitor(), person);
  return { person, ctx: asPerson(tenant, person) };
}

describe("a guest", () => {
  test("sends exactly as many messages as allowed, also concurrently", async () => {
    const guest = tenant.visitor();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => refusalOf(ask(guest))));
    expect(outcomes.filter((one) => one === "in")).toHaveLength(3);
    expect(new Set(outcomes)).toEqual(new Set(["in", "guest_used"]));
    expect(await getEntitlement(guest)).toEqual({ kind: "expired", refusal: "guest_used" });
    expect((await listConversations(guest, { chatbotId: tenant.chatbot.id })).conversations).toHaveLength(3);
  });

  test("keeps their own conversations when they sign up, once", async () => {
    const [guest, other] = [tenant.visitor(), tenant.visitor()];
    await ask(guest, "mine");
    await ask(other, "theirs");
    const person = await makePerson("Eve");
    const ctx = asPerson(tenant, person);
    expect(await mergeGuestHistory(guest, person)).toEqual({ moved: 1 });
    expect(await mergeGuestHistory(guest, person)).toEqual({ moved: 0 });
    const mine = await listMessages(ctx, { name: "mine" });
    expect(mine.messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
    await expect(listMessages(guest, { name: "mine" })).rejects.toMatchObject({ code: "not_found" });
    await expect(listMessages(ctx, { name: "theirs" })).rejects.toMatchObject({ code: "not_found" });
    expect(await getEntitlement(ctx)).toMatchObject({ kind: "trial", messagesLeft: 5 });
  });

  test("keeps their usage when they sign up", async () => {
    const guest = tenant.visitor();
    const person = await makePerson("Eve");
    const ctx = asPerson(tenant, person);
    await mergeGuestHistory(tenant.visitor(), person);
    for (const asker of [guest, guest, ctx]) await ask(asker);
    const counted = (one: Context) =>
      asOwner<{ messages: number }>(
        "select messages::integer from platform.usage_totals where scope = 'visitor' and scope_key = $1 order by period",
        ["userIdHash" in one.actor ? one.actor.userIdHash : ""],
      );
    expect(await counted(guest)).toEqual([{ messages: 2 }, { messages: 2 }]);
    await mergeGuestHistory(guest, person);
    expect(await counted(guest)).toEqual([]);
    expect(await counted(ctx)).toEqual([{ messages: 3 }, { messages: 3 }]);
  });

  test("loses no conversation when guest and account used the same client key", async () => {
    const { ctx, person } = await joined();
    await ask(ctx, "same");
    const guest = tenant.visitor();
    await ask(guest, "same");
    expect(await mergeGuestHistory(guest, person)).toEqual({ moved: 1 });
    expect((await listConversations(ctx, { chatbotId: tenant.chatbot.id })).conversations).toHaveLength(2);
  });
});

describe("someone with an account", () => {
  test("has a trial limited by messages, and can still read after it", async () => {
    const { ctx } = await joined();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => refusalOf(ask(ctx, `t-${index}`))),
    );
    expect(outcomes.filter((one) => one === "in")).toHaveLength(5);
    expect(await refusalOf(ask(ctx))).toBe("trial_used");
    expect((await listConversations(ctx, { chatbotId: tenant.chatbot.id })).conversations).toHaveLength(5);
  });

  test("has a trial limited by days", async () => {
    const { ctx } = await joined();
    await ask(ctx);
    await asOwner(
      "update platform.entitlements set since = now() - interval '8 days' where user_id_hash = $1",
      ["userIdHash" in ctx.actor ? ctx.actor.userIdHash : ""],
    );
    expect(await refusalOf(ask(ctx))).toBe("trial_over");
    expect(await getEntitlement(ctx)).toEqual({ kind: "expired", refusal: "trial_over" });
  });

  test("gets full access from an admin until a date, and is suspended with a reason", async () => {
    const { ctx, person } = await joined();
    for (let count = 0; count < 5; count += 1) await ask(ctx);
    await updateEntitlement(tenant.ctx, person.userId, { state: "established", until: null });
    expect(await refusalOf(ask(ctx))).toBe("in");
    const { messagesUsed } = await updateEntitlement(tenant.ctx, person.userId, { state: "trial" });
    expect(messagesUsed, "full access uses up nothing of a trial").toBe(5);
    await updateEntitlement(tenant.ctx, person.userId, {
      state: "established",
      until: new Date(Date.now() - 1_000).toISOString(),
    });
    expect(await refusalOf(ask(ctx))).toBe("established_over");
    await updateEntitlement(tenant.ctx, person.userId, { state: "suspended", reason: "Spam" });
    expect(await refusalOf(ask(ctx))).toBe("suspended");
    expect(await getEntitlement(ctx)).toEqual({ kind: "suspended", refusal: "suspended", reason: "Spam" });
    const { people } = await listPeople(tenant.ctx, { query: person.email });
    expect(people).toMatchObject([
      { id: person.userId, email: person.email, entitlement: { kind: "suspended" } },
    ]);
  });

  test("keeps their trial when they leave and return", async () => {
    const { ctx, person } = await joined();
    for (let count = 0; count < 2; count += 1) await ask(ctx);
    await erasePerson(ctx);
    await mergeGuestHistory(tenant.visitor(), person);
    expect(await getEntitlement(ctx)).toMatchObject({ kind: "trial", messagesLeft: 3 });
    await erasePerson(ctx);
    await mergeGuestHistory(tenant.visitor(), person);
    expect(await getEntitlement(ctx)).toMatchObject({ kind: "trial", messagesLeft: 3 });
  });

  test("cannot regenerate an answer while suspended, not even a failed one", async () => {
    const { ctx, person } = await joined();
    await ask(ctx, "silent");
    const { messages } = await listMessages(ctx, { name: "silent" });
    const last = messages.at(-1)?.id ?? "";
    await asOwner("update platform.messages set content_full = '', cards = '[]' where id = $1", [
      idToUuid(last as "msg_x"),
    ]);
    await updateEntitlement(tenant.ctx, person.userId, { state: "suspended", reason: "" });
    expect(await refusalOf(ask(ctx, "silent", last))).toBe("suspended");
  });

  test("cannot ask after leaving, even with a session that still admits them", async () => {
    const { ctx } = await joined();
    await ask(ctx);
    await erasePerson(ctx);
    expect(await refusalOf(ask(ctx))).toBe("left");
    expect((await listConversations(ctx, { chatbotId: tenant.chatbot.id })).conversations).toEqual([]);
  });

  test("cannot be a member", async () => {
    const member = await makePerson("Mel");
    await joinWorkspaceAs(tenant.ctx, member, "viewer");
    await expect(mergeGuestHistory(tenant.visitor(), member)).rejects.toMatchObject({ code: "conflict" });
  });

  test("is answered with their own birth data also by a job, whose context names no person", async () => {
    const { ctx } = await joined();
    await updateProfile(ctx, profile.parse({ birthDate: "1990-08-01" }));
    const chatbot: TestTenant["chatbot"] = {
      ...tenant.chatbot,
      access: policy,
      config: { ...tenant.chatbot.config, skills: ["horoscope"] },
    };
    await asOwner(
      'update platform.chatbots set config = config || \'{"skills": ["horoscope"]}\' where id = $1',
      [idToUuid(chatbot.id)],
    );
    const turn = await runTurn(ctx, {
      chatbot,
      request: {
        id: "queued",
        chatbot: chatbot.handle,
        trigger: "submit-message",
        message: { id: "q-queued", role: "user", parts: [{ type: "text", text: "What is my horoscope?" }] },
      },
      queueMode: "exclusive",
    });
    await turn.ended;
    const { id } = (await listConversations(ctx, { chatbotId: chatbot.id })).conversations[0] ?? {};
    const job = sealContext({ tenantId: tenant.ctx.tenantId, actor: { kind: "job", id: "test" } });
    await answerWaiting.run(job, { conversationId: id as Id<"cnv"> }, {} as never);
    const answer = (await listMessages(ctx, { name: "queued" })).messages.at(-1);
    expect(answer?.cards[0]?.card).toMatchObject({ kind: "horoscope", sign: "leo" });
  });

  test("is charged for an answer, but not for regenerating one that failed", async () => {
    const model = await startModelServer();
    Object.assign(process.env, { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "test-key" });
    resetEnv();
    try {
      const { ctx } = await joined();
      const left = async () => (await getEntitlement(ctx)) as { messagesLeft?: number };
      const again = async () => {
        const last = (await listMessages(ctx, { name: "again" })).messages.at(-1);
        await ask(ctx, "again", last?.id);
        return (await listMessages(ctx, { name: "again" })).messages.at(-1);
      };
      model.script({ fault: { kind: "status", status: 400 } });
      await ask(ctx, "again");
      expect(await left()).toMatchObject({ messagesLeft: 4 });
      expect(await again()).toMatchObject({ turn: { state: "failed" } });
      expect(await left()).toMatchObject({ messagesLeft: 4 });
      model.script({ text: "Here." });
      expect(await again()).toMatchObject({ turn: { state: "complete" } });
      expect(await left()).toMatchObject({ messagesLeft: 4 });
      await again();
      expect(await left()).toMatchObject({ messagesLeft: 3 });
    } finally {
      await model.close();
      for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY"]) delete process.env[name];
      resetEnv();
    }
  });

  test("is not found in another workspace or by its admins", async () => {
    const other = await makeTenant();
    const { person } = await joined();
    const change = updateEntitlement(other.ctx, person.userId, { state: "suspended", reason: "" });
    await expect(change).rejects.toMatchObject({ code: "not_found" });
    expect((await listPeople(other.ctx, {})).people).toEqual([]);
  });
});

describe("a code", () => {
  const operator = sealOperator();

  test("gives full access to as many people as it has uses, once each", async () => {
    const code = await createAccessCode(tenant.ctx, { days: 30, uses: 2 });
    const all = await Promise.all(Array.from({ length: 5 }, joined));
    const outcomes = await Promise.all(
      all.map(({ ctx }) => refusalOf(redeemAccessCode(ctx, operator, ` ${code.toLowerCase()} `))),
    );
    expect(outcomes.filter((one) => one === "in")).toHaveLength(2);
    const lucky = all[outcomes.indexOf("in")];
    if (!lucky) throw new Error("nobody");
    expect(await getEntitlement(lucky.ctx)).toMatchObject({ kind: "established" });
    expect(await refusalOf(redeemAccessCode(lucky.ctx, operator, code))).toBe("invalid");
  });

  test("is not used by people with longer access, and cannot be reused after leaving", async () => {
    const short = await createAccessCode(tenant.ctx, { days: 1, uses: 5 });
    const long = await createAccessCode(tenant.ctx, { days: 30, uses: 5 });
    const { ctx, person } = await joined();
    await redeemAccessCode(ctx, operator, long);
    const until = (await getEntitlement(ctx)) as { endsAt: string };
    expect(await refusalOf(redeemAccessCode(ctx, operator, short))).toBe("conflict");
    expect(await getEntitlement(ctx)).toEqual(until);
    const left = async () => (await listAccessCodes(tenant.ctx)).map(({ usesLeft }) => usesLeft).slice(0, 2);
    expect(await left()).toEqual([4, 5]);
    await ask(ctx);
    await erasePerson(ctx);
    await mergeGuestHistory(tenant.visitor(), person);
    expect(await getEntitlement(ctx)).toEqual(until);
    expect(await refusalOf(redeemAccessCode(ctx, operator, long))).toBe("invalid");
    expect(await left()).toEqual([4, 5]);
  });

  test("is rejected when wrong, from another workspace, for guests and for suspended people", async () => {
    const other = await makeTenant();
    const foreign = await createAccessCode(other.ctx, { days: null, uses: 10 });
    const code = await createAccessCode(tenant.ctx, { days: null, uses: 10 });
    const { ctx, person } = await joined();
    for (const text of [foreign, "", "AAAA", `${code}X`, "0000-0000-0000"])
      expect(await refusalOf(redeemAccessCode(ctx, operator, text)), text).toBe("invalid");
    expect(await refusalOf(redeemAccessCode(tenant.visitor(), operator, code))).toBe("forbidden");
    await updateEntitlement(tenant.ctx, person.userId, { state: "suspended", reason: "" });
    expect(await refusalOf(redeemAccessCode(ctx, operator, code))).toBe("forbidden");
  });

  test("limits wrong attempts", async () => {
    const { ctx } = await joined();
    const outcomes: string[] = [];
    for (let guess = 0; guess < 20; guess += 1)
      outcomes.push(await refusalOf(redeemAccessCode(ctx, operator, "2222-2222-2222")));
    expect(outcomes.filter((one) => one === "limited").length).toBeGreaterThan(5);
  });
});
