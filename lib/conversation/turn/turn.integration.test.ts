import { readUIMessageStream, type UIMessageChunk } from "ai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { deleteDocument } from "#lib/knowledge/sources/delete-document.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { deleteConversation } from "../delete-conversation.ts";
import { describeConversation } from "../describe-conversation.ts";
import { getCitation } from "../get-citation.ts";
import { listConversations } from "../list-conversations.ts";
import { listMessages } from "../list-messages.ts";
import { renameConversation } from "../rename-conversation.ts";
import type { ChatRequest, TurnChunk } from "../schema.ts";
import { followTurn } from "./follow-turn.ts";
import { recoverTurns } from "./recover-turns.ts";
import { runTurn } from "./run-turn.ts";
import { stopTurn } from "./stop-turn.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 2 };
let model: ModelServer;
let tenant: TestTenant;
let serial = 0;
const nextSerial = () => {
  serial += 1;
  return serial;
};

const request = (text: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
  id: `chat-${nextSerial()}`,
  chatbot: tenant.chatbot.handle,
  trigger: "submit-message",
  message: {
    id: `m-${serial}-${Math.random().toString(36).slice(2)}`,
    role: "user",
    parts: [{ type: "text", text }],
  },
  ...more,
});

async function collect<T>(chunks: AsyncIterable<T> | T[]): Promise<T[]> {
  const all: T[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

const textOf = (chunks: TurnChunk[]) =>
  chunks.map((chunk) => (chunk.type === "text-delta" ? chunk.delta : "")).join("");
const endOf = (chunks: TurnChunk[]) =>
  chunks.flatMap((chunk) => (chunk.type === "message-metadata" ? [chunk.messageMetadata] : []))[0];

async function ask(ctx: Context, body: ChatRequest, within = limits) {
  const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits: within });
  const chunks = await collect(turn.follow());
  await turn.ended;
  return { chunks, text: textOf(chunks), end: endOf(chunks) };
}

const stored = async (ctx: Context, name: string) => (await listMessages(ctx, { name })).messages;

beforeAll(async () => {
  model = await startModelServer();
  process.env.OPENAI_BASE_URL = model.baseUrl;
  process.env.OPENAI_API_KEY = "test-key";
  process.env.OPENAI_EMBEDDING_MODEL = "test-embedding";
  resetEnv();
  tenant = await makeTenant();
  await putDocument(tenant.ctx, {
    sourceId: tenant.sourceId,
    path: "charging.md",
    mediaType: "text/markdown",
    text: "# Charging\n\nThe battery charges in four hours with the standard charger.\n\n# Locks\n\nThe frame lock opens with the silver key.\n",
  });
});

afterAll(async () => {
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
    delete process.env[name];
  resetEnv();
});

beforeEach(() => model.reset());

describe("a turn", () => {
  it("streams a grounded answer, renumbers its citation marks and stores it as shown", async () => {
    model.script({ text: "Four hours [1]. Also [9] that. And `a[7]` stays [1]." });
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    const { chunks, text, end } = await ask(ctx, body);
    expect(text).toBe("Four hours [1]. Also that. And `a[7]` stays [1].");
    expect(end).toEqual({ state: "complete", grounding: "cited" });
    expect(chunks.at(-1)).toMatchObject({ type: "finish" });
    const messages = await stored(ctx, body.id);
    expect(messages.map((message) => message.role)).toEqual(["user", "assistant"]);
    expect(messages[1]).toMatchObject({ text, turn: { state: "complete" } });
    expect(messages[1]?.citations).toMatchObject([{ number: 1, title: "Charging" }]);
    const opened = await getCitation(ctx, { name: body.id, messageId: messages[1]?.id ?? "", number: 1 });
    const { start = 0, end: stop = 0 } = opened.highlight ?? {};
    expect(opened.content.slice(start, stop)).toContain("four hours");
  });

  it("completes when a cited document is deleted during the answer, without that citation", async () => {
    const visor = { sourceId: tenant.sourceId, path: "visor.md" };
    const about = "# Visor\n\nThe visor of the helmet is changed with two screws.\n";
    await putDocument(tenant.ctx, { ...visor, mediaType: "text/markdown", text: about });
    const said = `Two screws [1]. ${Array.from({ length: 30 }, () => "word").join(" ")}`;
    model.script({ text: said, chunkDelayMs: 20 });
    const ctx = tenant.visitor();
    const body = request("How is the visor of the helmet changed?");
    const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
    const chunks: TurnChunk[] = [];
    for await (const chunk of turn.follow()) {
      chunks.push(chunk);
      if (chunk.type === "data-citation") await deleteDocument(tenant.ctx, visor);
    }
    await turn.ended;
    expect(chunks.filter(({ type }) => type === "data-citation")).toMatchObject([
      { data: { title: "Visor" } },
    ]);
    expect(endOf(chunks)).toMatchObject({ state: "complete" });
    const [, answer] = await stored(ctx, body.id);
    expect(answer).toMatchObject({ text: said, turn: { state: "complete" }, citations: [] });
  });

  it("distinguishes a decline from an uncited answer, and never shows its mark", async () => {
    const question = "How long does the battery take to charge?";
    model.script({ text: "I found nothing about that [0]. Near is charging [1]." });
    const declined = await ask(tenant.visitor(), request(question));
    expect(declined.text).toBe("I found nothing about that. Near is charging [1].");
    expect(declined.end).toEqual({ state: "complete", grounding: "declined" });
    model.script({ text: "About four hours, as everyone knows." });
    expect((await ask(tenant.visitor(), request(question))).end).toMatchObject({ grounding: "uncited" });
    const sent = model.requests.filter((entry) => entry.path.includes("responses")).at(-1)?.body;
    expect(JSON.stringify(sent)).toContain("put [0] right after that");
  });

  it("can be read by the AI SDK's client", async () => {
    model.script({ text: "Four hours [1]." });
    const { chunks } = await ask(tenant.visitor(), request("How long does the battery charge?"));
    const stream = new ReadableStream<UIMessageChunk>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk as UIMessageChunk);
        controller.close();
      },
    });
    let last: { parts: { type: string }[] } | undefined;
    for await (const message of readUIMessageStream({ stream })) last = message;
    expect(last?.parts.map((part) => part.type)).toEqual(expect.arrayContaining(["text", "data-citation"]));
    expect(JSON.stringify(last)).toContain("Four hours [1].");
  });

  const faults = [
    ["a reset", { kind: "reset", afterChunks: 3 }, "model_cut"],
    ["a clean end without finish", { kind: "eof", afterChunks: 3 }, "model_cut"],
    ["a malformed chunk", { kind: "malformed", afterChunks: 3 }, "model_cut"],
    ["an error chunk", { kind: "errorChunk", afterChunks: 3 }, "model_cut"],
    ["a stall", { kind: "stall", afterChunks: 3 }, "model_stalled"],
    ["the length limit", { kind: "length" }, "too_long"],
  ] as const;

  for (const api of ["responses", "chat"] as const) {
    for (const [name, fault, errorCode] of faults) {
      it(`keeps the partial text after ${name} in mid-answer by ${api} (STR-01, STR-02)`, async () => {
        process.env.OPENAI_API = api;
        resetEnv();
        model.script({ text: "one two three four five six seven", fault });
        const ctx = tenant.visitor();
        const body = request("How long does the battery take to charge?");
        const within = errorCode === "model_stalled" ? { ...limits, stallMs: 400 } : limits;
        const { text, end, chunks } = await ask(ctx, body, within);
        expect(end).toEqual({ state: "interrupted", errorCode });
        expect(text).toMatch(/^one two/);
        expect(chunks.at(-1)?.type).toBe("error");
        expect((await stored(ctx, body.id))[1]).toMatchObject({
          text,
          turn: { state: "interrupted", errorCode },
        });
        model.script({ text: "All of it." });
        const again = await ask(ctx, {
          ...body,
          trigger: "regenerate-message",
          message: undefined,
          messageId: (await stored(ctx, body.id))[1]?.id,
        });
        expect(again.end).toMatchObject({ state: "complete" });
        expect((await stored(ctx, body.id)).map((message) => message.text)).toEqual([
          "How long does the battery take to charge?",
          "All of it.",
        ]);
        delete process.env.OPENAI_API;
        resetEnv();
      });
    }
  }

  it("retries only before the first visible token (STR-04)", async () => {
    model.script((_, index) =>
      index === 0 ? { fault: { kind: "status", status: 500 } } : { text: "Second time." },
    );
    const first = await ask(tenant.visitor(), request("How long does the battery take to charge?"));
    expect(first).toMatchObject({ text: "Second time.", end: { state: "complete" } });
    model.reset();
    model.script({ fault: { kind: "status", status: 401 } });
    const refused = await ask(tenant.visitor(), request("How long does the battery take to charge?"));
    expect(refused.end).toEqual({ state: "failed", errorCode: "model_key_refused" });
    expect(model.requests.filter((entry) => entry.path.includes("responses"))).toHaveLength(1);
    expect(JSON.stringify(refused.chunks)).not.toContain("127.0.0.1");
  });

  it("stops the upstream request and keeps the partial answer", async () => {
    model.script({ tokens: 4_000, chunkDelayMs: 20 });
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
    const chunks: TurnChunk[] = [];
    let isAsked = false;
    for await (const chunk of turn.follow()) {
      chunks.push(chunk);
      if (!isAsked && textOf(chunks).length > 30) {
        isAsked = true;
        await stopTurn(ctx, body.id);
      }
    }
    expect(endOf(chunks)).toEqual({ state: "stopped" });
    await expect.poll(() => model.openRequests()).toBe(0);
    expect((await stored(ctx, body.id))[1]).toMatchObject({
      text: textOf(chunks),
      turn: { state: "stopped" },
    });
  });

  it("continues when the reader leaves, and a late reader gets all of it", async () => {
    model.script({ text: "one two three four five six seven eight", chunkDelayMs: 500 });
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
    for await (const chunk of turn.follow()) if (chunk.type === "text-delta") break;
    const late = (await collect((await followTurn(ctx, body.id)) ?? [])).map(({ chunk }) => chunk);
    expect(textOf(late)).toBe("one two three four five six seven eight");
    await turn.ended;
    expect(await followTurn(ctx, body.id)).toBeNull();
  });

  it("creates one answer for one client message, in parallel and afterwards, and rejects another text under its id (RAT-06)", async () => {
    model.script({ text: "Once only." });
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(ctx, body)));
    const later = await ask(ctx, body);
    for (const answer of [...answers, later])
      expect(answer).toMatchObject({ text: "Once only.", end: { state: "complete" } });
    expect(model.requests.filter((entry) => entry.path.includes("responses"))).toHaveLength(1);
    expect(await stored(ctx, body.id)).toHaveLength(2);
    const other = {
      ...body,
      message: { ...request("Something else").message, id: body.message?.id ?? "" },
    } as ChatRequest;
    await expect(ask(ctx, other)).rejects.toMatchObject({ code: "unprocessable" });
  });

  it("answers 50 people concurrently without mixing them up", async () => {
    model.script((body) => ({
      text: `For ${/person-\d+-/.exec(JSON.stringify(body).split("user").at(-1) ?? "")?.[0]}`,
      chunkDelayMs: 2,
    }));
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const ctx = tenant.visitor();
        const body = request(`person-${i}- how long does the battery charge?`);
        expect((await ask(ctx, body)).text).toBe(`For person-${i}-`);
        expect((await stored(ctx, body.id))[1]?.text).toBe(`For person-${i}-`);
      }),
    );
  });

  it("builds the prompt from stored history only, passages fenced as data", async () => {
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    model.script({ text: "Four hours [1]." });
    await ask(ctx, body);
    await ask(ctx, { ...request("And the frame lock?"), id: body.id });
    const sent = JSON.stringify(
      model.requests.filter((entry) => entry.path.includes("responses")).at(-1)?.body,
    );
    expect(sent).toContain("How long does the battery take to charge?");
    expect(sent).toContain('"Four hours."');
    expect(sent).toMatch(/<<<passages ([0-9a-f]{12})\\n.*passages \1>>>/);
  });

  it("is not found by other people, to read or to change (TEN-04, TEN-05)", async () => {
    model.script({ text: "Four hours [1].", chunkDelayMs: 30 });
    const owner = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    const turn = await runTurn(owner, { chatbot: tenant.chatbot, request: body, limits });
    const id = (await describeConversation(owner, body.id)).id;
    const other = await makeTenant("Other");
    for (const stranger of [tenant.visitor(), other.visitor(), tenant.ctx]) {
      const missing = { code: "not_found", message: "Conversation not found." };
      for (const name of [id, body.id, "cnv_01h2xcejqtf2nbrexx3vqjhp41"]) {
        await expect(followTurn(stranger, name)).rejects.toMatchObject(missing);
        await expect(stopTurn(stranger, name)).rejects.toMatchObject(missing);
        await expect(listMessages(stranger, { name })).rejects.toMatchObject(missing);
        await expect(describeConversation(stranger, name)).rejects.toMatchObject(missing);
        await expect(renameConversation(stranger, { name, title: "x" })).rejects.toMatchObject(missing);
        await expect(deleteConversation(stranger, name)).rejects.toMatchObject(missing);
        await expect(getCitation(stranger, { name, messageId: "msg_x", number: 1 })).rejects.toMatchObject(
          missing,
        );
      }
      await expect(
        runTurn(stranger, { chatbot: tenant.chatbot, request: { ...request("hi"), id } }),
      ).rejects.toMatchObject(missing);
      expect((await listConversations(stranger, { chatbotId: tenant.chatbot.id })).conversations).toEqual([]);
    }
    expect(textOf(await collect(turn.follow()))).toBe("Four hours [1].");
    expect(await stored(owner, id)).toHaveLength(2);
  });

  it("rejects a second question while the first is being answered", async () => {
    model.script({ text: "one two three four", chunkDelayMs: 50 });
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
    await expect(ask(ctx, { ...request("another?"), id: body.id })).rejects.toMatchObject({
      code: "conflict",
    });
    await turn.ended;
    expect(await stored(ctx, body.id)).toHaveLength(2);
  });

  it("ends a dead turn of an older build with its stored text, and lets the person continue", async () => {
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    model.script({ text: "done" });
    await ask(ctx, body);
    const id = idToUuid((await describeConversation(ctx, body.id)).id as `cnv_${string}`);
    await asOwner(
      "update platform.turns set state = 'running', ended_at = null, heartbeat_at = now() - interval '1 minute' where conversation_id = $1",
      [id],
    );
    await asOwner("delete from platform.turn_log");
    expect(await recoverTurns(sealOperator())).toMatchObject({ ended: 1, runAgain: 0 });
    expect((await stored(ctx, body.id))[1]).toMatchObject({
      text: "done",
      turn: { state: "interrupted", errorCode: "process_ended" },
    });
    expect((await ask(ctx, { ...request("next?"), id: body.id })).end).toMatchObject({ state: "complete" });
  });

  it("finds, renames and deletes conversations with their messages", async () => {
    model.script({ text: "The word is xylophone." });
    const ctx = tenant.visitor();
    const body = request("How long does the battery take to charge?");
    await ask(ctx, body);
    const list = async (query?: string) =>
      (await listConversations(ctx, { chatbotId: tenant.chatbot.id, query })).conversations.map(
        (entry) => entry.title,
      );
    expect(await list("xylophone")).toHaveLength(1);
    expect(await list("charging")).toHaveLength(1);
    expect(await list("100%_")).toHaveLength(0);
    await renameConversation(ctx, { name: body.id, title: "My bike" });
    expect(await list()).toEqual(["My bike"]);
    const { id } = await describeConversation(ctx, body.id);
    await deleteConversation(ctx, id);
    expect(await list()).toEqual([]);
    const left = await asOwner<{ n: string }>(
      "select count(*) as n from platform.messages where conversation_id = $1",
      [idToUuid(id as `cnv_${string}`)],
    );
    expect(left[0]?.n).toBe("0");
  });
});
