import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as apiDoor from "#app/api/chat-direct/route.ts";
import * as seedDoor from "#app/chat-direct/route.ts";
import { hashApiKey } from "#lib/auth/api-key/api-key.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import type { ApiScope } from "#lib/auth/schema.ts";
import { createChatbot } from "#lib/chatbot/create-chatbot.ts";
import type { DirectAnswer } from "#lib/conversation/schema.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import {
  lastUserText,
  type ModelServer,
  promptText,
  startModelServer,
} from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

const USERS = 50;
const TURNS = 20;
const QUESTION = "How long does the battery take to charge?";
const FAILED = { error: "Failed to process message" };
const settings = {
  OPENAI_API_KEY: "test-key",
  OPENAI_EMBEDDING_MODEL: "test-embedding",
};
const impatience = { MODEL_FIRST_TOKEN_TIMEOUT_MS: "2000", MODEL_STALL_TIMEOUT_MS: "1000" };

let model: ModelServer;
let tenant: TestTenant;
let key: string;

type Sent = { key?: string | null; headers?: Record<string, string>; raw?: BodyInit };
type Refusal = { error: string; code?: string; requestId?: string };

async function post(body: unknown, { key: own = key, headers, raw }: Sent = {}, door = seedDoor) {
  const request = new Request("http://parley.test/chat-direct", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(own && { authorization: `Bearer ${own}` }),
      ...headers,
    },
    body: raw ?? JSON.stringify(body),
  });
  const response = await door.POST(request, { params: Promise.resolve({}) });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as DirectAnswer & Refusal,
  };
}

async function ask(message: string, more: object = {}, sent: Sent = {}): Promise<DirectAnswer> {
  const { status, body } = await post({ message, ...more }, sent);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

const makeKey = (owner: TestTenant, scopes: ApiScope[] = ["chat"]) =>
  createApiKey(owner.ctx, { name: "Machine", scopes });
const modelCalls = () => model.requests.filter(({ path }) => path.endsWith("/responses"));
const storedMessages = (conversationId: string) =>
  asOwner<{ role: string; text: string; state: string | null }>(
    `select m.role, m.content_full as text, t.state from platform.messages m
     left join platform.turns t on t.tenant_id = m.tenant_id and t.answer_id = m.id
     where m.conversation_id = $1 order by m.seq`,
    [idToUuid(conversationId as `cnv_${string}`)],
  );
const storedBy = (text: string) =>
  asOwner<{ id: string }>("select id from platform.messages where content_full = $1", [text]);
const revoke = (revoked: string) =>
  asOwner("update platform.api_keys set revoked_at = now() where hash = $1", [hashApiKey(revoked)]);

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, settings, { OPENAI_BASE_URL: model.baseUrl });
  resetEnv();
  tenant = await makeTenant();
  key = await makeKey(tenant);
  await putDocument(tenant.ctx, {
    sourceId: tenant.sourceId,
    path: "charging.md",
    mediaType: "text/markdown",
    text: "# Charging\n\nThe battery charges in four hours with the standard charger.\n",
  });
});

afterAll(async () => {
  await model.close();
  for (const name of [...Object.keys(settings), "OPENAI_BASE_URL"]) delete process.env[name];
  resetEnv();
});

beforeEach(() => model.reset());

describe("POST /chat-direct", () => {
  it("answers with the complete turn, as stored", async () => {
    model.script({ text: "Four hours [1]." });
    for (const door of [seedDoor, apiDoor]) {
      const { status, headers, body } = await post({ message: QUESTION }, {}, door);
      expect(status).toBe(200);
      expect(headers.get("x-request-id")).toMatch(/^\w{20,}$/);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(body).toEqual({
        success: true,
        role: "assistant",
        content: "Four hours [1].",
        cards: [],
        messageId: expect.stringMatching(/^msg_/),
        conversationId: expect.stringMatching(/^cnv_/),
        citations: [
          expect.objectContaining({ number: 1, title: "Charging", excerpt: expect.stringContaining("four") }),
        ],
      });
      expect(await storedMessages(body.conversationId)).toEqual([
        { role: "user", text: QUESTION, state: null },
        { role: "assistant", text: "Four hours [1].", state: "complete" },
      ]);
    }
  });

  it("continues its own conversation with that chatbot, and treats null as absent", async () => {
    const other = await createChatbot(tenant.ctx, {
      handle: `${tenant.chatbot.handle}-2`,
      name: "Second",
      config: { persona: "PERSONA-OF-THE-SECOND" },
    });
    const first = await ask("one?", { chatbotId: other.id, conversationId: null });
    const second = await ask("two?", { chatbotId: null, conversationId: first.conversationId });
    const third = await ask("three?", { chatbotId: other.handle, conversationId: first.conversationId });
    expect([second.conversationId, third.conversationId]).toEqual(Array(2).fill(first.conversationId));
    expect(await storedMessages(first.conversationId)).toHaveLength(6);
    const prompt = promptText(modelCalls().at(-1)?.body ?? {});
    for (const text of ["one?", first.content, "two?", second.content, "PERSONA-OF-THE-SECOND"])
      expect(prompt).toContain(text);
    const mixed = await post({
      message: "four?",
      chatbotId: tenant.chatbot.id,
      conversationId: first.conversationId,
    });
    expect(mixed).toMatchObject({ status: 422, body: { code: "unprocessable" } });
    expect(await storedMessages(first.conversationId)).toHaveLength(6);
  });

  it("asks the workspace's first chatbot when none is named", async () => {
    const place = await makeTenant("Two bots");
    await createChatbot(place.ctx, { handle: `a-${place.chatbot.handle}`, name: "A later one", config: {} });
    const { conversationId } = await ask("who?", {}, { key: await makeKey(place) });
    const [row] = await asOwner<{ chatbot_id: string }>(
      "select chatbot_id from platform.conversations where id = $1",
      [idToUuid(conversationId as `cnv_${string}`)],
    );
    expect(row?.chatbot_id).toBe(idToUuid(place.chatbot.id));
    await asOwner("delete from platform.chatbots where tenant_id = $1", [idToUuid(place.ctx.tenantId)]);
    const bare = await post({ message: "who?" }, { key: await makeKey(place) });
    expect(bare).toMatchObject({ status: 404, body: { error: "Chatbot not found." } });
  });

  it(`gives ${USERS} users of two workspaces ${TURNS} turns each at once, every answer its own question's`, async () => {
    const other = await makeTenant("Beside");
    const keys = await Promise.all(Array.from({ length: 10 }, (_, i) => makeKey(i % 2 ? other : tenant)));
    model.script((body) => {
      const names = promptText(body).match(/user-\d+-of-run/g) ?? [];
      const asked = lastUserText(body)
        .match(/user-\d+-of-run turn-\d+-/g)
        ?.at(-1);
      const strangers = [...new Set(names)].filter((name) => !asked?.startsWith(name));
      return { text: `To ${asked}${strangers.join()} in ${names.length}`, chunkChars: 12 };
    });
    const wrong: string[] = [];
    await Promise.all(
      Array.from({ length: USERS }, async (_, user) => {
        let conversationId: string | undefined;
        for (let turn = 0; turn < TURNS; turn += 1) {
          const asked = `user-${user}-of-run turn-${turn}-`;
          const said = { message: `${asked} how long?`, conversationId };
          const { status, body } = await post(said, { key: keys[user % 10] });
          conversationId ??= body.conversationId;
          const isOwn = status === 200 && body.content.startsWith(`To ${asked} in `);
          if (!isOwn || body.conversationId !== conversationId)
            wrong.push(`${asked}: ${status} ${JSON.stringify(body)}`);
        }
        if (!conversationId) return;
        const stored = await storedMessages(conversationId);
        const own = stored.filter(({ text }) => text.includes(`user-${user}-of-run turn-`));
        if (stored.length !== 2 * TURNS || own.length !== 2 * TURNS)
          wrong.push(`user-${user} is stored amiss`);
      }),
    );
    expect(wrong).toEqual([]);
    expect(modelCalls()).toHaveLength(USERS * TURNS);
  }, 180_000);
});

describe("invalid requests", () => {
  const huge = "x".repeat(300_000);
  const cases: [string, number, unknown, Sent?][] = [
    ["no message", 400, {}],
    ["an empty message", 400, { message: "" }],
    ["a blank message", 400, { message: " \n\t\u3000 " }],
    ["nothing but NUL", 400, { message: "\u0000 \u0000" }],
    ["a long message", 400, { message: "x".repeat(16_001) }],
    ["a huge message", 413, { message: huge }],
    ["a number", 400, { message: 42 }],
    ["null", 400, { message: null }],
    ["a list", 400, { message: ["hi"] }],
    ["an object", 400, { message: { text: "hi" } }],
    ["a chatbot that is no text", 400, { message: "hi", chatbotId: 7 }],
    ["an empty chatbot", 400, { message: "hi", chatbotId: "" }],
    ["a conversation that is no text", 400, { message: "hi", conversationId: { id: 1 } }],
    ["an endless conversation", 400, { message: "hi", conversationId: "c".repeat(129) }],
    ["an array", 400, [{ message: "hi" }]],
    ["a text", 400, "hi"],
    ["bare null", 400, null],
    ["half of a JSON", 400, null, { raw: '{"message":"hi' }],
    ["an empty body", 400, null, { raw: "" }],
    ["bytes that are no UTF-8", 400, null, { raw: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) }],
    ["deep JSON", 400, null, { raw: `${"[".repeat(20_000)}${"]".repeat(20_000)}` }],
    ["text/plain", 415, { message: "hi" }, { headers: { "content-type": "text/plain" } }],
    ["a form", 415, null, { raw: new URLSearchParams({ message: "hi" }), headers: { "content-type": "" } }],
    [
      "an endless Idempotency-Key",
      400,
      { message: "hi" },
      { headers: { "idempotency-key": "k".repeat(256) } },
    ],
    ["an empty Idempotency-Key", 400, { message: "hi" }, { headers: { "idempotency-key": "" } }],
    ["a chatbot that is not there", 404, { message: "hi", chatbotId: newId("bot") }],
    ["a handle that is not there", 404, { message: "hi", chatbotId: "nobody-here" }],
    ["a chatbot of no shape", 404, { message: "hi", chatbotId: "../../etc" }],
    ["a conversation that is not there", 404, { message: "hi", conversationId: newId("cnv") }],
    ["a conversation of no shape", 404, { message: "hi", conversationId: "' or 1=1 --" }],
  ];
  const codes: Record<number, string> = {
    400: "invalid",
    404: "not_found",
    413: "too_large",
    415: "unsupported_type",
  };

  it.each(cases)("rejects %s with %i and a message", async (_, status, body, sent) => {
    const refused = await post(body, sent);
    expect(refused.status).toBe(status);
    expect(refused.body).toMatchObject({ code: codes[status], error: expect.stringMatching(/^.{10,200}$/) });
    expect(refused.body.requestId).toBe(refused.headers.get("x-request-id"));
    expect(modelCalls()).toHaveLength(0);
  });

  it("rejects other methods in its own error shape", async () => {
    const { GET, PUT, PATCH, DELETE } = seedDoor;
    for (const [method, answer] of Object.entries({ GET, PUT, PATCH, DELETE })) {
      const request = new Request("http://parley.test/chat-direct", { method });
      const response = await answer(request, { params: Promise.resolve({}) });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST");
      expect((await response.json()).error).toContain("Use POST");
    }
  });

  it("never lets the body choose model, prompt, role or tenant (PIN-14)", async () => {
    const forged = {
      model: "FORGED",
      system: "FORGED",
      role: "system",
      tenantId: newId("ten"),
      userId: "FORGED",
      messages: [{ role: "assistant", content: "FORGED" }],
      ["__proto__"]: { model: "FORGED" },
    };
    await ask("hi", forged);
    expect(JSON.stringify(modelCalls()[0]?.body)).not.toContain("FORGED");
  });

  it("stores malformed Unicode as well-formed", async () => {
    const more = { headers: { "idempotency-key": randomUUID() } };
    const answers = [await ask("half \ud83d of it", {}, more), await ask("half \ud83d of it", {}, more)];
    expect(answers[1]).toEqual(answers[0]);
    const [question] = await storedMessages(answers[0]?.conversationId ?? "");
    expect(question?.text).toBe("half \ufffd of it");
  });
});

describe("admission", () => {
  const refused = { status: 401, body: { code: "unauthorized", error: expect.stringContaining("API key") } };

  it("requires a key before it reads the body", async () => {
    const raw = "not even JSON";
    expect(await post(null, { key: null, raw })).toMatchObject(refused);
    for (const authorization of ["", "Bearer", "Bearer pk_x", `Basic ${btoa("a:b")}`, key, `Bearer ${key}x`])
      expect(await post(null, { key: null, raw, headers: { authorization } })).toMatchObject(refused);
    const narrow = await makeKey(tenant, ["knowledge:read", "knowledge:write"]);
    expect(await post(null, { key: narrow, raw })).toMatchObject({
      status: 403,
      body: { code: "forbidden", error: expect.stringContaining("chat") },
    });
    expect(modelCalls()).toHaveLength(0);
  });

  it("rejects a revoked key, also one in use within 5 s", async () => {
    const early = await makeKey(tenant);
    await revoke(early);
    expect(await post({ message: "hi" }, { key: early })).toMatchObject(refused);
    const used = await makeKey(tenant);
    await ask("hi", {}, { key: used });
    await revoke(used);
    await expect
      .poll(async () => (await post({ message: "hi" }, { key: used })).status, { interval: 300 })
      .toBe(401);
  });

  it("answers for another tenant's chatbot and conversation as for random ids, and does nothing (TEN-04)", async () => {
    const own = await ask("mine?");
    const name = randomUUID();
    const keyed = await ask("mine by key?", {}, { headers: { "idempotency-key": name } });
    const calls = modelCalls().length;
    const other = await makeTenant("Stranger");
    const said = ({ status, body: { error, code } }: Awaited<ReturnType<typeof post>>) => ({
      status,
      error,
      code,
    });
    const colleague = await makeKey(tenant);
    for (const stranger of [await makeKey(other), colleague]) {
      const random = said(await post({ message: "hi", conversationId: newId("cnv") }, { key: stranger }));
      expect(random).toEqual({ status: 404, error: "Conversation not found.", code: "not_found" });
      for (const conversationId of [own.conversationId, keyed.conversationId]) {
        expect(said(await post({ message: "hi", conversationId }, { key: stranger }))).toEqual(random);
        const named = { message: "hi", conversationId, chatbotId: own.conversationId };
        expect(said(await post(named, { key: stranger }))).toEqual(random);
      }
    }
    const stranger = { key: await makeKey(other) };
    const random = said(await post({ message: "hi", chatbotId: newId("bot") }, stranger));
    expect(random).toEqual({ status: 404, error: "Chatbot not found.", code: "not_found" });
    for (const chatbotId of [tenant.chatbot.id, tenant.chatbot.handle])
      expect(said(await post({ message: "hi", chatbotId }, stranger))).toEqual(random);
    expect(modelCalls()).toHaveLength(calls);
    expect(await storedMessages(own.conversationId)).toHaveLength(2);
    const independent = { ...stranger, headers: { "idempotency-key": name } };
    expect((await ask("another text", {}, independent)).conversationId).not.toBe(keyed.conversationId);
  });
});

describe("failures", () => {
  beforeAll(() => {
    Object.assign(process.env, impatience);
    resetEnv();
  });
  afterAll(() => {
    for (const name of Object.keys(impatience)) delete process.env[name];
    resetEnv();
  });

  const faults = [
    ["an answer that breaks off", { kind: "reset", afterChunks: 3 }, "interrupted"],
    ["an answer without an end", { kind: "eof", afterChunks: 3 }, "interrupted"],
    ["a malformed chunk", { kind: "malformed", afterChunks: 3 }, "interrupted"],
    ["an error in mid-answer", { kind: "errorChunk", afterChunks: 3 }, "interrupted"],
    ["a stall in mid-answer", { kind: "stall", afterChunks: 3 }, "interrupted"],
    ["an answer cut at its length limit", { kind: "length" }, "interrupted"],
    ["a model that says nothing", { kind: "stall", afterChunks: -1 }, "failed"],
    ["a model that refuses", { kind: "status", status: 401 }, "failed"],
    ["a model that fails", { kind: "status", status: 500 }, "failed"],
  ] as const;

  it.each(faults)(
    "reports %s as a failure, and keeps the question and the text so far",
    async (_, fault, state) => {
      model.script({ text: "one two three four five six seven", fault });
      const message = `${QUESTION} ${randomUUID()}`;
      const { status, body, headers } = await post({ message });
      expect({ status, body }).toEqual({ status: 500, body: FAILED });
      expect(headers.get("x-request-id")).toMatch(/^\w{20,}$/);
      const [row] = await asOwner<{ state: string; text: string }>(
        `select t.state, a.content_full as text from platform.messages q
       join platform.turns t on t.question_id = q.id join platform.messages a on a.id = t.answer_id
       where q.content_full = $1`,
        [message],
      );
      expect(row).toEqual({
        state,
        text: state === "failed" ? "" : expect.stringMatching(/^one two three/),
      });
    },
  );

  it("retries before the first token, so that a short outage is not visible", async () => {
    model.script((_, index) =>
      index === 0 ? { fault: { kind: "status", status: 500 } } : { text: "Second time." },
    );
    expect((await ask(QUESTION)).content).toBe("Second time.");
  });

  it("fails quickly while the model is down, and works again when it is back", async () => {
    const { port } = new URL(model.baseUrl);
    await model.close();
    const first = await post({ message: QUESTION });
    expect({ status: first.status, body: first.body }).toEqual({ status: 500, body: FAILED });
    model = await startModelServer({ port: Number(port) });
    expect((await ask(QUESTION)).success).toBe(true);
  });

  it("rejects a second question while the first of a conversation is being answered", async () => {
    const { conversationId } = await ask("begin");
    model.script({ text: "one two three four", chunkDelayMs: 500 });
    const both = await Promise.all([
      post({ message: "left?", conversationId }),
      post({ message: "right?", conversationId }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe("conflict");
    expect(await storedMessages(conversationId)).toHaveLength(4);
  });

  it("finishes and stores the turn when the caller disconnects", async () => {
    const message = `gone ${randomUUID()}`;
    model.script({ text: "one two three four five", chunkDelayMs: 60 });
    const caller = new AbortController();
    const request = new Request("http://parley.test/chat-direct", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ message }),
      signal: caller.signal,
    });
    const answered = seedDoor.POST(request, { params: Promise.resolve({}) });
    await expect.poll(() => modelCalls().at(-1)?.chunksSent ?? 0, { interval: 10 }).toBeGreaterThan(0);
    caller.abort();
    expect((await answered).status).toBe(200);
    expect(await storedBy(message)).toHaveLength(1);
    expect(modelCalls().at(-1)).toMatchObject({ chunksSent: 5, closedBy: "server" });
  });
});

describe("Idempotency-Key (RAT-06)", () => {
  const under = (name: string, more: Sent = {}): Sent => ({ ...more, headers: { "idempotency-key": name } });

  it("generates one answer for twenty concurrent posts and a later one", async () => {
    const name = randomUUID();
    model.script({ text: "Once only [1].", chunkDelayMs: 20 });
    const all = await Promise.all(Array.from({ length: 20 }, () => ask(QUESTION, {}, under(name))));
    const later = await ask(QUESTION, {}, under(name));
    for (const answer of [...all, later]) expect(answer).toEqual(all[0]);
    expect(all[0]?.citations).toHaveLength(1);
    expect(modelCalls()).toHaveLength(1);
    const { conversationId } = later;
    expect(await storedMessages(conversationId)).toHaveLength(2);
    const next = await Promise.all([1, 2].map(() => ask("next?", { conversationId }, under("second"))));
    expect(next[0]).toEqual(next[1]);
    expect(await storedMessages(conversationId)).toHaveLength(4);
    expect((await ask(QUESTION, {}, under(randomUUID()))).conversationId).not.toBe(conversationId);
  });

  it("rejects a key that is reused with another text or chatbot", async () => {
    const name = randomUUID();
    const { conversationId } = await ask(QUESTION, {}, under(name));
    const other = await createChatbot(tenant.ctx, {
      handle: `${tenant.chatbot.handle}-3`,
      name: "Third",
      config: {},
    });
    for (const body of [{ message: "another" }, { message: QUESTION, chatbotId: other.id }])
      expect(await post(body, under(name))).toMatchObject({ status: 422, body: { code: "unprocessable" } });
    expect(await storedMessages(conversationId)).toHaveLength(2);
    expect(modelCalls()).toHaveLength(1);
  });

  it("repeats a failure for the same key without calling the model", async () => {
    const name = randomUUID();
    model.script({ fault: { kind: "status", status: 401 } });
    const first = await post({ message: QUESTION }, under(name));
    model.script({ text: "Well again." });
    const second = await post({ message: QUESTION }, under(name));
    for (const { status, body } of [first, second])
      expect({ status, body }).toEqual({ status: 500, body: FAILED });
    expect(modelCalls()).toHaveLength(1);
  });
});
