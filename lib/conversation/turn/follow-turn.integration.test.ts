import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { operatorDb } from "#db/client.ts";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type Id, idToUuid, newId } from "#lib/core/ids.ts";
import { putDocument } from "#lib/knowledge/ingestion/put-document.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { listMessages } from "../list-messages.ts";
import { appendTurnLog, logArrays, readWholeLog } from "../queries/turn-log.ts";
import type { ChatRequest } from "../schema.ts";
import { liveTurns } from "../stream/live-turn.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { followTurn } from "./follow-turn.ts";
import { pruneTurnLogs, recoverTurns } from "./recover-turns.ts";
import { runTurn } from "./run-turn.ts";
import { stopTurn } from "./stop-turn.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 2 };
const QUESTION = "How long does the battery take to charge?";
/**
 * Characters that break naive readers: multi-byte, all line ends, Unicode separators, a lone backslash.
 */
const AWKWARD = "Grüße 👩‍👩‍👧 日本語\r\n\r\nשלום\u2028\u2029 data: x\nid: 9.9\n \\u0041 \t\"'` ende";
let model: ModelServer;
let tenant: TestTenant;
let serial = 0;

function request(text = QUESTION): ChatRequest {
  serial += 1;
  return {
    id: `follow-${serial}`,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `m-${serial}`, role: "user", parts: [{ type: "text", text }] },
  };
}

const begin = (ctx: Context, body: ChatRequest) =>
  runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
async function collect(events: AsyncIterable<TurnEvent> | null): Promise<TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events ?? []) all.push(event);
  return all;
}
async function whole(ctx: Context, body: ChatRequest): Promise<TurnEvent[]> {
  const turn = await begin(ctx, body);
  const events = await collect(turn.events());
  await turn.ended;
  return events;
}
const textOf = (events: TurnEvent[]) =>
  events.map(({ chunk }) => (chunk.type === "text-delta" ? chunk.delta : "")).join("");
const answerOf = async (ctx: Context, name: string) => (await listMessages(ctx, { name })).messages.at(-1);
const turnIdOf = async (ctx: Context, name: string) =>
  ((await answerOf(ctx, name))?.turn?.id ?? "") as Id<"trn">;

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
    text: "# Charging\n\nThe battery charges in four hours with the standard charger.\n",
  });
});

afterAll(async () => {
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
    delete process.env[name];
  resetEnv();
});

beforeEach(() => model.reset());

describe("offsets", () => {
  it("start at 0, rise by 1 and carry the epoch, which rises over the turns of a conversation", async () => {
    model.script({ text: "Four hours [1], surely." });
    const ctx = tenant.visitor();
    const body = request();
    const first = await whole(ctx, body);
    expect(first.map(({ id }) => id)).toEqual(first.map((_, i) => `1.${i}`));
    expect(first[0]?.chunk.type).toBe("start");
    expect(first.at(-1)?.chunk.type).toBe("finish");
    const second = await whole(ctx, { ...request(), id: body.id });
    expect(second.map(({ id }) => id)).toEqual(second.map((_, i) => `2.${i}`));
  });

  it("resume after any event, byte for byte, directly and from the log", async () => {
    model.script({ text: AWKWARD, chunkChars: 3 });
    const ctx = tenant.visitor();
    const body = request();
    const events = await whole(ctx, body);
    expect(textOf(events)).toBe(AWKWARD.trimEnd());
    for (let had = 1; had < events.length; had += 1) {
      const rest = await collect(await followTurn(ctx, body.id, { cursor: events[had - 1]?.id ?? "" }));
      expect(JSON.stringify([...events.slice(0, had), ...rest])).toBe(JSON.stringify(events));
    }
    const rows = await readWholeLog(ctx, await turnIdOf(ctx, body.id));
    expect(rows.length, "written in few rows").toBeLessThan(events.length);
  });

  it("are rejected with 400 when invalid, before the log is read (STR-07)", async () => {
    model.script({ text: "Four hours." });
    const ctx = tenant.visitor();
    const body = request();
    await whole(ctx, body);
    const bad = [
      "",
      "x",
      "1",
      "1.",
      ".1",
      "-1.0",
      "1.-1",
      "1.1.1",
      "1e9.0",
      "1.0 ",
      "9999999999.0",
      "1.9999999999",
      "٣.٣",
      "\u0000",
    ];
    for (const cursor of bad)
      await expect(followTurn(ctx, body.id, { cursor }), cursor).rejects.toMatchObject({ code: "invalid" });
    await expect(followTurn(ctx, body.id, { cursor: "2.0" }), "no such epoch yet").rejects.toMatchObject({
      code: "invalid",
    });
    await expect(followTurn(tenant.visitor(), body.id, { cursor: "1.0" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("return one data-replace when past the end of an ended turn, of an older turn, or pruned", async () => {
    model.script({ text: "Four hours [1]." });
    const ctx = tenant.visitor();
    const body = request();
    const events = await whole(ctx, body);
    const answer = await answerOf(ctx, body.id);
    const replaced = async (cursor: string) => {
      const got = await collect(await followTurn(ctx, body.id, { cursor }));
      expect(got, cursor).toHaveLength(1);
      expect(got[0]?.id).toBeNull();
      const { chunk } = got[0] ?? {};
      if (chunk?.type !== "data-replace") throw new Error(`${cursor} gave ${chunk?.type}`);
      return chunk.data;
    };
    const data = await replaced(events.at(-1)?.id ?? "");
    expect(data).toMatchObject({ messageId: answer?.id, text: "Four hours [1].", state: "complete" });
    expect(data.citations).toEqual(answer?.citations);
    expect(await replaced("1.999999999")).toEqual(data);
    expect(await replaced("0.0"), "before its epoch").toEqual(data);

    const turnId = idToUuid(await turnIdOf(ctx, body.id));
    await pruneTurnLogs(sealOperator());
    const count = async () =>
      (
        await asOwner<{ n: number }>("select count(*)::int as n from platform.turn_log where turn_id = $1", [
          turnId,
        ])
      )[0]?.n;
    expect(await count(), "just ended: kept").toBeGreaterThan(0);
    await asOwner("update platform.turn_log set written_at = now() - interval '1 hour' where turn_id = $1", [
      turnId,
    ]);
    await pruneTurnLogs(sealOperator());
    expect(await count(), "its turn has ended just now: kept").toBeGreaterThan(0);
    await asOwner("update platform.turns set ended_at = now() - interval '1 hour' where id = $1", [turnId]);
    expect(await pruneTurnLogs(sealOperator())).toBeGreaterThan(0);
    expect(await count()).toBe(0);
    expect(await replaced("1.3"), "the message is the record").toEqual(data);

    model.script({ text: "And more." });
    await whole(ctx, { ...request("More?"), id: body.id });
    expect(await replaced("1.3"), "a later answer is not confused with it").toEqual(data);
  });

  it("never leave a gap: a log that lacks a row gives what is before it, then the stored text", async () => {
    model.script({ tokens: 12, chunkDelayMs: 200 });
    const ctx = tenant.visitor();
    const body = request();
    const events = await whole(ctx, body);
    const turnId = idToUuid(await turnIdOf(ctx, body.id));
    const rows = await asOwner<{ first_offset: number }>(
      "select first_offset from platform.turn_log where turn_id = $1 order by 1",
      [turnId],
    );
    const missing = rows[2]?.first_offset ?? 0;
    expect(rows.length).toBeGreaterThan(4);
    const remove = "delete from platform.turn_log where turn_id = $1 and first_offset";
    await asOwner(`${remove} = $2`, [turnId, missing]);
    const rest = await collect(await followTurn(ctx, body.id, { cursor: "1.0" }));
    expect(rest).toEqual(events.slice(1, missing));
    await asOwner(`${remove} < $2`, [turnId, rows.at(-1)?.first_offset ?? 0]);
    for (const cursor of [`1.${missing - 1}`, "1.0"]) {
      const [only, ...more] = await collect(await followTurn(ctx, body.id, { cursor }));
      expect(only?.chunk).toMatchObject({ type: "data-replace" });
      expect(more).toEqual([]);
    }
  });
});

describe("readers", () => {
  it("read the same, early and late, directly and by the log", async () => {
    model.script({ tokens: 4_000, chunkDelayMs: 12 });
    const ctx = tenant.visitor();
    const body = request();
    const turn = await begin(ctx, body);
    const mine = collect(turn.events());
    const others: Promise<TurnEvent[]>[] = [];
    for (let i = 0; i < 12; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      const key = `${ctx.tenantId}/${await turnIdOf(ctx, body.id)}`;
      const live = liveTurns().get(key);
      if (!live) throw new Error("The turn ended too early.");
      // Without the live turn this process follows by the log.
      if (i % 2) liveTurns().delete(key);
      others.push(collect(await followTurn(ctx, body.id)));
      liveTurns().set(key, live);
    }
    await stopTurn(ctx, body.id);
    const all = await mine;
    for (const read of await Promise.all(others)) {
      expect(JSON.stringify(read)).toBe(JSON.stringify(all));
    }
    expect((await answerOf(ctx, body.id))?.text).toBe(textOf(all));
  });

  it("see the partial answer in the list of messages", async () => {
    model.script({ tokens: 100, chunkDelayMs: 20 });
    const ctx = tenant.visitor();
    const body = request();
    const turn = await begin(ctx, body);
    for await (const { chunk } of turn.events())
      if (chunk.type === "text-delta" && chunk.delta.includes("9")) break;
    expect((await answerOf(ctx, body.id))?.text).toMatch(/^word1 word2 /);
    const key = `${ctx.tenantId}/${await turnIdOf(ctx, body.id)}`;
    const live = liveTurns().get(key);
    liveTurns().delete(key);
    expect((await answerOf(ctx, body.id))?.text).toMatch(/^word1 word2 /);
    if (live) liveTurns().set(key, live);
    await stopTurn(ctx, body.id);
    await turn.ended;
  });
});

describe("database functions of the log", () => {
  async function running() {
    model.script({ tokens: 4_000, chunkDelayMs: 20 });
    const ctx = tenant.visitor();
    const body = request();
    const turn = await begin(ctx, body);
    const turnId = await turnIdOf(ctx, body.id);
    const end = async () => {
      await stopTurn(ctx, body.id);
      await turn.ended;
    };
    return {
      ctx,
      body,
      turnId,
      end,
      row: { tenantId: ctx.tenantId, turnId, epoch: 1, firstOffset: 9_000, chunks: ['"x"'] },
    };
  }
  const outcome = async (row: Parameters<typeof appendTurnLog>[0][number]) =>
    (await appendTurnLog([row]))[0]?.outcome;

  it("accept a row only under the turn's tenant and epoch, and while it runs", async () => {
    const { row, end, turnId, ctx } = await running();
    const other = await makeTenant("Other");
    expect(await outcome({ ...row, tenantId: other.ctx.tenantId })).toBe("fenced");
    expect(await outcome({ ...row, epoch: 0 })).toBe("fenced");
    expect(await outcome({ ...row, epoch: 2 })).toBe("fenced");
    expect(await outcome({ ...row, turnId: newId("trn") })).toBe("fenced");
    expect(await readWholeLog(other.ctx, turnId)).toEqual([]);
    expect(await outcome(row)).toBe("accepted");
    expect((await readWholeLog(ctx, turnId)).at(-1)?.chunks).toBe('["x"]');
    await end();
    expect(await outcome({ ...row, firstOffset: 9_001 })).toBe("fenced");
  });

  it("let the app role write only for its tenant, and no one write the table directly", async () => {
    const { row, end, ctx } = await running();
    const other = await makeTenant("Other");
    const call = (as: Context) => as.db.execute<{ outcome: string }>(appendSql([row]));
    expect(await call(other.ctx)).toEqual([]);
    expect((await call(ctx)).map((entry) => entry.outcome)).toEqual(["accepted"]);
    const refused = /permission denied/;
    const cause = async (work: Promise<unknown>) =>
      String(((await work.catch((error) => error)) as Error).cause);
    expect(await cause(ctx.db.execute("delete from platform.turn_log"))).toMatch(refused);
    expect(await cause(ctx.db.execute("update platform.turn_log set chunks = ''"))).toMatch(refused);
    expect(
      await cause(ctx.db.execute("insert into platform.turn_log select * from platform.turn_log")),
    ).toMatch(refused);
    expect(await cause(operatorDb().execute("select * from platform.turn_log"))).toMatch(refused);
    expect(await cause(ctx.db.execute("select platform.claim_dead_turns('0 s', 1)"))).toMatch(refused);
    expect(await cause(ctx.db.execute("select platform.prune_turn_log('0 s', 1)"))).toMatch(refused);
    await end();
  });

  /**
   * Two concurrent sweeps, as if every turn were silent; repeated while the turn's own process locks it.
   */
  async function sweepTwice() {
    for (;;) {
      const sweep = () => recoverTurns(sealOperator(), { silentSeconds: 0, limits });
      const both = await Promise.all([sweep(), sweep()]);
      const sum = {
        ended: both.reduce((all, { ended }) => all + ended, 0),
        runAgain: both.reduce((all, { runAgain }) => all + runAgain, 0),
        settled: Promise.all(both.map(({ settled }) => settled)),
      };
      if (sum.ended + sum.runAgain > 0) return sum;
    }
  }

  it("claim a silent turn for one process; its old process stops and sends no end", async () => {
    const { ctx, body, turnId } = await running();
    await expect.poll(async () => (await answerOf(ctx, body.id))?.text).toMatch(/word5/);
    const reader = collect(await followTurn(ctx, body.id));
    await expect.poll(async () => (await readWholeLog(ctx, turnId)).length).toBeGreaterThan(1);
    const swept = await sweepTwice();
    expect(swept).toMatchObject({ ended: 1, runAgain: 0 });
    const seen = await reader;
    expect(["finish", "abort", "error"]).not.toContain(seen.at(-1)?.chunk.type);
    await expect.poll(() => model.openRequests()).toBe(0);
    const answer = await answerOf(ctx, body.id);
    expect(answer?.turn).toMatchObject({ state: "interrupted", errorCode: "process_ended" });
    const [replaced] = await collect(await followTurn(ctx, body.id, { cursor: seen.at(-1)?.id ?? "" }));
    expect(replaced?.chunk).toMatchObject({ type: "data-replace", data: { text: answer?.text } });
  });

  it("run a turn without output again, with its citations and one message", async () => {
    model.script((_, index) =>
      index === 0 ? { text: "x", firstDelayMs: 30_000 } : { text: "Four hours [1]." },
    );
    const ctx = tenant.visitor();
    const body = request();
    await begin(ctx, body);
    const turnId = await turnIdOf(ctx, body.id);
    await expect.poll(() => model.openRequests()).toBe(1);
    const swept = await sweepTwice();
    expect(swept).toMatchObject({ ended: 0, runAgain: 1 });
    await swept.settled;
    expect(await answerOf(ctx, body.id)).toMatchObject({
      text: "Four hours [1].",
      citations: [{ number: 1, title: "Charging" }],
      turn: { id: turnId, state: "complete" },
    });
    expect((await listMessages(ctx, { name: body.id })).messages).toHaveLength(2);
  });

  it("keep the citations of a dead turn that is ended", async () => {
    model.script({ text: `Four hours [1]. ${"And on and on. ".repeat(200)}`, chunkDelayMs: 20 });
    const ctx = tenant.visitor();
    const body = request();
    await begin(ctx, body);
    const turnId = await turnIdOf(ctx, body.id);
    await expect
      .poll(async () => JSON.stringify(await readWholeLog(ctx, turnId)))
      .toMatch(/data-citation.* And.* on\./s);
    expect(await sweepTwice()).toMatchObject({ ended: 1, runAgain: 0 });
    const answer = await answerOf(ctx, body.id);
    expect(answer?.text).toMatch(/^Four hours \[1\]\. And on/);
    expect(answer?.citations).toMatchObject([{ number: 1, title: "Charging" }]);
    expect(JSON.stringify(await collect(await followTurn(ctx, body.id, { cursor: "2.0" })))).not.toContain(
      "quote",
    );
  });
});

function appendSql(rows: Parameters<typeof logArrays>[0]) {
  const { tenants, turns, epochs, offsets, chunks } = logArrays(rows);
  return sql`select outcome from platform.append_turn_log(${tenants}, ${turns}, ${epochs}, ${offsets}, ${chunks})`;
}
