import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type Id, idFromUuid, idToUuid } from "#lib/core/ids.ts";
import { lastUserText, type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { joinWorkspaceAs, makePerson } from "#testing/people/person.ts";
import { OtherProcess } from "#testing/postgres/other-process.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { listMessages } from "../list-messages.ts";
import type { ChatRequest } from "../schema.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { followTurn } from "../turn/follow-turn.ts";
import { recoverTurns } from "../turn/recover-turns.ts";
import { runTurn } from "../turn/run-turn.ts";
import { heldQuestionOf } from "./hold-question.ts";
import { takeOver } from "./take-over.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i + 1}`).join(" ");
const LONG = words(3_000);
let model: ModelServer;
let tenant: TestTenant;
let edda: Context;
let otto: Context;
let other: OtherProcess;
let serial = 0;

function request(text: string): ChatRequest {
  serial += 1;
  return {
    id: `o-${serial}`,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `om-${serial}`, role: "user", parts: [{ type: "text", text }] },
  };
}

const askIn = (process: OtherProcess, ctx: Context, body: ChatRequest) =>
  process.run(ctx, { kind: "ask", chatbotId: tenant.chatbot.id, request: body });
const ask = (ctx: Context, body: ChatRequest) =>
  runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
const answers = async (ctx: Context, name: string) =>
  (await listMessages(ctx, { name })).messages.filter(({ role }) => role === "assistant");

async function collect(events: AsyncIterable<TurnEvent> | null): Promise<TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events ?? []) all.push(event);
  return all;
}

async function idOf(ctx: Context, name: string): Promise<Id<"cnv">> {
  const [row] = await asOwner<{ id: string }>(
    "select id from platform.conversations where tenant_id = $1 and client_key = $2",
    [idToUuid(ctx.tenantId), name],
  );
  return idFromUuid("cnv", row?.id ?? "");
}

type Row = { state: string; handled: boolean };
/** Whether a person answers, and the state of each turn. */
const rowsOf = (id: Id<"cnv">) =>
  asOwner<Row>(
    `select t.state, c.handled_by is not null as handled from platform.turns t
     join platform.conversations c on c.id = t.conversation_id where c.id = $1`,
    [idToUuid(id)],
  );

/** Reads until that many words have arrived. @returns the last event's id, and the rest as it comes */
async function readSome(events: AsyncGenerator<TurnEvent>, count: number) {
  let text = "";
  let cursor = "";
  while (text.split(" ").length <= count) {
    const { done, value } = await events.next();
    if (done) throw new Error("It ended too early.");
    if (value.chunk.type === "text-delta") text += value.chunk.delta;
    cursor = value.id ?? cursor;
  }
  return { cursor, rest: collect(events) };
}

beforeAll(async () => {
  model = await startModelServer();
  process.env.OPENAI_BASE_URL = model.baseUrl;
  process.env.OPENAI_API_KEY = "test-key";
  process.env.OPENAI_EMBEDDING_MODEL = "test-embedding";
  resetEnv();
  model.script((body) =>
    lastUserText(body).includes("long") ? { text: LONG, chunkDelayMs: 20 } : { text: "Short." },
  );
  tenant = await makeTenant("Takeover races");
  edda = await joinWorkspaceAs(tenant.ctx, await makePerson("Edda"), "editor");
  otto = await joinWorkspaceAs(tenant.ctx, await makePerson("Otto"), "editor");
  other = new OtherProcess();
  await other.ready;
});

afterAll(async () => {
  other.kill();
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
    delete process.env[name];
  resetEnv();
});

describe("taking over", () => {
  it.each([1, 1 + Math.floor(Math.random() * 40), 60])(
    "an answer of another process after %i words stops it, and it writes nothing more",
    async (count) => {
      const ctx = tenant.visitor();
      const body = request("A long story");
      const { cursor, rest } = await readSome(askIn(other, ctx, body), count);
      const id = await idOf(ctx, body.id);
      await takeOver(edda, id);
      const stored = (await answers(ctx, body.id))[0];
      expect(stored).toMatchObject({ turn: { state: "stopped" } });
      expect(LONG.startsWith(stored?.text ?? "-")).toBe(true);
      // Ends without an end of the turn, so that the reader asks again.
      expect((await rest).map(({ chunk }) => chunk.type)).not.toContain("finish");
      const again = await collect(await followTurn(ctx, body.id, { cursor }));
      expect(again.map(({ chunk }) => chunk.type)).toEqual(["data-handling", "data-replace"]);
      expect(again[0]?.chunk).toMatchObject({ data: { handling: { name: "Edda" } } });
      expect(await answers(ctx, body.id)).toEqual([stored]);
      await recoverTurns(sealOperator(), { silentSeconds: 0, limits });
      expect(await answers(ctx, body.id)).toEqual([stored]);
    },
  );

  it("by two people in two processes at once succeeds for one", async () => {
    for (let round = 0; round < 20; round += 1) {
      const ctx = tenant.visitor();
      const body = request("Short, please");
      await (await ask(ctx, body)).ended;
      const id = await idOf(ctx, body.id);
      const [one, two] = await Promise.allSettled([
        takeOver(edda, id),
        collect(other.run(otto, { kind: "takeOver", name: id })),
      ]);
      const refused = [one, two].filter((settled) => settled.status === "rejected");
      expect(refused).toMatchObject([{ reason: { code: "conflict" } }]);
    }
  });

  it("while a question is asked lets the question reach the chatbot or the person, never both", async () => {
    for (let round = 0; round < 20; round += 1) {
      const ctx = tenant.visitor();
      const first = request("Short, please");
      await (await ask(ctx, first)).ended;
      const id = await idOf(ctx, first.id);
      const next = { ...request("A long one"), id };
      const [asked] = await Promise.allSettled([collect(askIn(other, ctx, next)), takeOver(edda, id)]);
      const rows = await rowsOf(id);
      if (asked.status === "rejected") {
        expect(asked.reason).toMatchObject({ code: "conflict" });
        expect(rows).toEqual([{ state: "complete", handled: true }]);
      } else expect(rows.map(({ state }) => state).sort()).toEqual(["complete", "stopped"]);
      const held = await ask(ctx, { ...request("Anybody?"), id }).catch(heldQuestionOf);
      expect(held).toMatchObject({ handling: { name: "Edda" } });
    }
  });

  it("an answer whose process was killed ends it at once, for good", async () => {
    const dying = new OtherProcess();
    const ctx = tenant.visitor();
    const body = request("A long story");
    const { rest } = await readSome(askIn(dying, ctx, body), 5);
    dying.kill();
    await rest;
    await takeOver(edda, await idOf(ctx, body.id));
    const stored = await answers(ctx, body.id);
    expect(stored).toMatchObject([{ turn: { state: "stopped" } }]);
    await recoverTurns(sealOperator(), { silentSeconds: 0, limits });
    expect(await answers(ctx, body.id)).toEqual(stored);
  });

  it("in a process that is killed meanwhile happens whole or not at all", async () => {
    const dying = new OtherProcess();
    await dying.ready;
    const ctx = tenant.visitor();
    const body = request("A long story");
    const events = askIn(other, ctx, body);
    await readSome(events, 5);
    const id = await idOf(ctx, body.id);
    const gone = collect(dying.run(otto, { kind: "takeOver", name: id }));
    dying.kill();
    await gone;
    const [before] = await rowsOf(id);
    expect(["running false", "stopped true"]).toContain(`${before?.state} ${before?.handled}`);
    await takeOver(otto, id);
    expect(await rowsOf(id)).toEqual([{ state: "stopped", handled: true }]);
  });
});
