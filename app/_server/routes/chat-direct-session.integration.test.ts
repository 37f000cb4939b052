import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST } from "#app/chat-direct/route.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { passSecondFactor } from "#lib/auth/second-factor/pass-second-factor.ts";
import { revokeAllSessions } from "#lib/auth/session/revoke-sessions.ts";
import { signVisitorToken } from "#lib/auth/session/visitor-token.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import type { Visibility } from "#lib/chatbot/schema.ts";
import { sealOperator } from "#lib/context/seal.ts";
import type { DirectAnswer } from "#lib/conversation/schema.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { hashUserId } from "#lib/core/secrets.ts";
import { mergeGuestHistory } from "#lib/privacy/merge-guest-history.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import {
  enableSecondFactorFor,
  joinWorkspaceAs,
  makePerson,
  type TestPerson,
} from "#testing/people/person.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

const settings = { OPENAI_API_KEY: "test-key", OPENAI_EMBEDDING_MODEL: "test-embedding" };
const NO_CHATBOT = { status: 404, error: "Chatbot not found.", code: "not_found" };
const NO_CONVERSATION = { status: 404, error: "Conversation not found.", code: "not_found" };
const SIGN_IN_FIRST = { status: 401, error: expect.stringContaining("Sign in"), code: "unauthorized" };

let model: ModelServer;
let tenant: TestTenant;
let member: TestPerson;

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, settings, { OPENAI_BASE_URL: model.baseUrl });
  resetEnv();
  tenant = await makeTenant();
  await setting(tenant, { access: { accounts: true, guestMessages: 1, trialMessages: 2, trialDays: 7 } });
  member = await memberOf(tenant);
});

afterAll(async () => {
  await model.close();
  for (const name of [...Object.keys(settings), "OPENAI_BASE_URL"]) delete process.env[name];
  resetEnv();
});

beforeEach(() => model.reset());

const setting = (of: TestTenant, change: object) =>
  asOwner("update platform.tenants set settings = settings || $1::jsonb where id = $2", [
    JSON.stringify(change),
    idToUuid(of.ctx.tenantId),
  ]);

async function memberOf(...tenants: TestTenant[]): Promise<TestPerson> {
  const person = await makePerson("Mia");
  for (const { ctx } of tenants) await joinWorkspaceAs(ctx, person, "viewer");
  return person;
}

async function endUserOf(...tenants: TestTenant[]): Promise<TestPerson> {
  const person = await makePerson("Nova");
  for (const place of tenants) await mergeGuestHistory(place.visitor(), person);
  return person;
}

const addChatbot = (of: TestTenant, visibility: Visibility) =>
  createChatbot(of.ctx, { handle: `b-${randomUUID()}`, name: "Another", config: {}, visibility });

type Reply = { status: number; error?: string; code?: string; answer: DirectAnswer };

async function post(
  sender: { token: string } | null,
  body: object,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const request = new Request("http://parley.test/chat-direct", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(sender && { cookie: `parley_session=${sender.token}` }),
      ...headers,
    },
    body: JSON.stringify({ message: "How long?", ...body }),
  });
  const response = await POST(request, { params: Promise.resolve({}) });
  const reply = await response.json();
  return { status: response.status, error: reply.error, code: reply.code, answer: reply };
}

async function ask(sender: TestPerson, body: object = {}, headers?: Record<string, string>) {
  const { status, error, answer } = await post(sender, body, headers);
  expect({ status, error }).toEqual({ status: 200, error: undefined });
  return answer;
}

const refusal = async (...input: Parameters<typeof post>) => {
  const { status, error, code } = await post(...input);
  return { status, error, code };
};

const storedAs = async ({ conversationId }: DirectAnswer) =>
  (
    await asOwner<{ user_id_hash: string; chatbot_id: string }>(
      "select user_id_hash, chatbot_id from platform.conversations where id = $1",
      [idToUuid(conversationId as `cnv_${string}`)],
    )
  )[0];

describe("a member's session", () => {
  it("gets the complete answer as the member when it names no chatbot", async () => {
    model.script({ text: "Two years." });
    const answer = await ask(member);
    expect(answer).toMatchObject({ success: true, role: "assistant", content: "Two years.", cards: [] });
    expect(await storedAs(answer)).toEqual({
      user_id_hash: hashUserId(tenant.ctx.tenantId, member.userId),
      chatbot_id: idToUuid(tenant.chatbot.id),
    });
  });

  it("continues its conversation when only the conversation is named", async () => {
    const { conversationId } = await ask(member);
    expect((await ask(member, { conversationId })).conversationId).toBe(conversationId);
  });

  it("reaches a chatbot for members by id and by handle", async () => {
    const inner = await addChatbot(tenant, "members");
    for (const chatbotId of [inner.id, inner.handle])
      expect(await storedAs(await ask(member, { chatbotId }))).toMatchObject({
        chatbot_id: idToUuid(inner.id),
      });
  });

  it("generates one answer for concurrent posts with the same Idempotency-Key", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => ask(member, {}, headers)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(model.requests.filter(({ path }) => path.endsWith("/responses"))).toHaveLength(1);
  });
});

describe("an end user's session", () => {
  it("gets an answer as the end user, until the trial is over", async () => {
    const person = await endUserOf(tenant);
    const answer = await ask(person);
    expect(await storedAs(answer)).toMatchObject({
      user_id_hash: hashUserId(tenant.ctx.tenantId, person.userId),
    });
    await ask(person, { conversationId: answer.conversationId });
    expect(await refusal(person, {})).toMatchObject({ status: 402, code: "trial_over" });
    expect(await refusal(person, { chatbotId: tenant.chatbot.handle })).toMatchObject({ status: 402 });
  });

  it("gets the oldest chatbot that is open to it when it names none", async () => {
    const place = await makeTenant();
    await asOwner("update platform.chatbots set visibility = 'members' where id = $1", [
      idToUuid(place.chatbot.id),
    ]);
    const person = await endUserOf(await withAccounts(place));
    expect(await refusal(person, {})).toEqual(NO_CHATBOT);
    const open = await addChatbot(place, "public");
    expect(await storedAs(await ask(person))).toMatchObject({ chatbot_id: idToUuid(open.id) });
  });

  it("is answered for a closed chatbot as for one that does not exist", async () => {
    const inner = await addChatbot(tenant, "members");
    const person = await endUserOf(tenant);
    for (const chatbotId of [inner.id, inner.handle, newId("bot"), "nobody-here"])
      expect(await refusal(person, { chatbotId })).toEqual(NO_CHATBOT);
  });
});

const withAccounts = async (place: TestTenant) => {
  await setting(place, { access: { accounts: true, guestMessages: 1, trialMessages: 2, trialDays: 7 } });
  return place;
};

describe("a second factor", () => {
  const passes = ({ userId, sessionId }: TestPerson, secret: string) =>
    passSecondFactor(
      sealOperator(),
      { userId, sessionId },
      new TOTP({ secret: Secret.fromBase32(secret) }).generate(),
    );

  it.each([
    ["member", memberOf],
    ["end user", endUserOf],
  ])("must be passed first when a %s has one", async (_, make) => {
    const person = await make(tenant);
    const secret = await enableSecondFactorFor(person);
    expect(await refusal(person, {})).toEqual(SIGN_IN_FIRST);
    await passes(person, secret);
    expect((await ask(person)).success).toBe(true);
  });

  it("is required of a member when the workspace requires one, however the request names it", async () => {
    const place = await makeTenant();
    const person = await memberOf(place);
    const { conversationId } = await ask(person);
    await setting(place, { requireSecondFactor: true });
    const required = {
      status: 403,
      code: "second_factor_required",
      error: expect.stringContaining("two-factor"),
    };
    await expect.poll(() => refusal(person, {})).toEqual(required);
    for (const named of [
      { chatbotId: place.chatbot.id },
      { chatbotId: place.chatbot.handle },
      { conversationId },
    ])
      expect(await refusal(person, named)).toEqual(required);
    expect(await refusal(person, { chatbotId: tenant.chatbot.id })).toEqual(NO_CHATBOT);
    await passes(person, await enableSecondFactorFor(person));
    expect((await ask(person, { conversationId })).conversationId).toBe(conversationId);
  });
});

describe("a person in several workspaces", () => {
  it("must name a chatbot or a conversation, and is admitted to its workspace", async () => {
    const other = await withAccounts(await makeTenant("Beside"));
    const person = await memberOf(tenant);
    await mergeGuestHistory(other.visitor(), person);
    expect(await refusal(person, {})).toMatchObject({
      status: 400,
      code: "invalid",
      error: expect.stringContaining("several workspaces"),
    });
    for (const place of [tenant, other]) {
      const answer = await ask(person, { chatbotId: place.chatbot.id });
      const next = await ask(person, { conversationId: answer.conversationId });
      expect(next.conversationId).toBe(answer.conversationId);
      expect(await storedAs(next)).toMatchObject({
        user_id_hash: hashUserId(place.ctx.tenantId, person.userId),
        chatbot_id: idToUuid(place.chatbot.id),
      });
    }
  });
});

describe("everyone else", () => {
  it("is refused before the body is read when there is no session, or one that ended", async () => {
    const gone = await memberOf(tenant);
    await revokeAllSessions(sealOperator(), gone.userId);
    const visitor = await signVisitorToken(tenant.ctx.tenantId, newId("vis"));
    const cookie = `parley_visitor_${tenant.ctx.tenantId.slice(4)}=${visitor}`;
    const unread = { message: 7 };
    for (const sender of [null, gone, { token: "a.b.c.d.e" }])
      expect(await refusal(sender, unread)).toEqual(SIGN_IN_FIRST);
    expect(await refusal(null, { ...unread, chatbotId: tenant.chatbot.id }, { cookie })).toEqual(
      SIGN_IN_FIRST,
    );
    expect(await refusal(member, unread)).toMatchObject({ status: 400 });
    expect(model.requests).toHaveLength(0);
  });

  it("finds no chatbot when signed in without belonging to its workspace", async () => {
    const stranger = await makePerson("Otto");
    const neighbor = await memberOf(await makeTenant("Beside"));
    for (const person of [stranger, neighbor])
      for (const chatbotId of [tenant.chatbot.id, tenant.chatbot.handle, newId("bot"), "nobody-here"])
        expect(await refusal(person, { chatbotId })).toEqual(NO_CHATBOT);
    expect(await refusal(stranger, {})).toEqual(NO_CHATBOT);
    expect(model.requests).toHaveLength(0);
  });

  it("finds no conversation of another person, key or workspace", async () => {
    const { conversationId } = await ask(member);
    const key = await createApiKey(tenant.ctx, { name: "Machine", scopes: ["chat"] });
    const byKey = await post(null, {}, { authorization: `Bearer ${key}` });
    const others = [await memberOf(tenant), await endUserOf(tenant), await memberOf(await makeTenant())];
    for (const person of others)
      for (const name of [conversationId, byKey.answer.conversationId, newId("cnv")])
        expect(await refusal(person, { conversationId: name })).toEqual(NO_CONVERSATION);
    expect(await refusal(null, { conversationId }, { authorization: `Bearer ${key}` })).toEqual(
      NO_CONVERSATION,
    );
  });

  it("is refused when another site sends the request with the cookie attached", async () => {
    const from: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of from)
      expect(await refusal(member, {}, headers)).toMatchObject({ status: 403, code: "forbidden" });
    expect(model.requests).toHaveLength(0);
    const own = { host: "parley.test", origin: "http://parley.test", "sec-fetch-site": "same-origin" };
    expect((await ask(member, {}, own)).success).toBe(true);
  });

  it("is judged by the API key when a session comes with it", async () => {
    const headers = { authorization: "Bearer pk_x" };
    expect(await refusal(member, {}, headers)).toMatchObject({
      status: 401,
      error: expect.stringContaining("API key"),
    });
  });
});
