import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { lastUserText, type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { startFaultyProxy } from "#testing/postgres/faulty-proxy.ts";
import { OtherProcess } from "#testing/postgres/other-process.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import type { Answer } from "#testing/postgres/turn-process.ts";
import { listMessages } from "../list-messages.ts";
import type { ChatRequest, TurnChunk } from "../schema.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { followTurn } from "./follow-turn.ts";
import { recoverTurns } from "./recover-turns.ts";
import { runTurn } from "./run-turn.ts";
import { stopTurn } from "./stop-turn.ts";

const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };
const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i + 1}`).join(" ");
let model: ModelServer;
let tenant: TestTenant;
const others: Other[] = [];

/** Another Parley process on the same database. */
class Other extends OtherProcess {
  constructor(env: Record<string, string> = {}) {
    super(env);
    others.push(this);
  }

  ask(ctx: Context, request: ChatRequest): AsyncGenerator<TurnEvent> {
    return this.run(ctx, { kind: "ask", chatbotId: tenant.chatbot.id, request });
  }
}

let serial = 0;
function request(text: string): ChatRequest {
  serial += 1;
  const id = `p-${serial}`;
  return {
    id,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `m-${serial}`, role: "user", parts: [{ type: "text", text }] },
  };
}

async function collect(events: AsyncIterable<TurnEvent> | null): Promise<TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events ?? []) all.push(event);
  return all;
}

const textOf = (events: TurnEvent[]) =>
  events.map(({ chunk }) => (chunk.type === "text-delta" ? chunk.delta : "")).join("");
const answerOf = async (ctx: Context, name: string) => (await listMessages(ctx, { name })).messages.at(-1);
const callsFor = (text: string) =>
  model.requests.filter(({ path, body }) => path.includes("responses") && lastUserText(body).includes(text));
const turnRow = async (turnId: string) =>
  (
    await asOwner<{ state: string; epoch: number; attempts: number }>(
      "select state, epoch, attempts from platform.turns where id = $1",
      [idToUuid(turnId as Id<"trn">)],
    )
  )[0];
/** The usage entry of a turn. */
const usageOf = (turnId: string) =>
  asOwner<{ state: string; input_tokens: number; output_tokens: number }>(
    "select state, input_tokens, output_tokens from platform.usage_entries where turn_id = $1",
    [idToUuid(turnId as Id<"trn">)],
  );
const turnOf = async (ctx: Context, name: string) => (await answerOf(ctx, name))?.turn?.id ?? "";

/** Reads until `count` text deltas have arrived; the rest is read in the background. */
async function readSome(events: AsyncGenerator<TurnEvent>, count: number): Promise<TurnEvent[]> {
  const seen: TurnEvent[] = [];
  while (seen.filter(({ chunk }) => chunk.type === "text-delta").length < count) {
    const { done, value } = await events.next();
    if (done) throw new Error("It ended too early.");
    seen.push(value);
  }
  void (async () => {
    for await (const event of events) seen.push(event);
  })();
  return seen;
}

/** Waits until the log has at least that many words: a turn with only live output would be run again. */
async function isLogged(ctx: Context, name: string, least = 1): Promise<void> {
  const count = async () => {
    const rows = await asOwner<{ n: number }>(
      "select coalesce(sum(regexp_count(chunks::text, 'word')), 0)::int as n from platform.turn_log where turn_id = $1",
      [idToUuid((await turnOf(ctx, name)) as Id<"trn">)],
    );
    return rows[0]?.n ?? 0;
  };
  await expect.poll(count).toBeGreaterThanOrEqual(least);
}

/** Runs recovery as the server does until the answer has ended. @returns how long that took */
async function recovered(ctx: Context, name: string): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < 90_000) {
    await recoverTurns(sealOperator(), { limits });
    const answer = await answerOf(ctx, name);
    if (answer?.turn && answer.turn.state !== "running") return performance.now() - started;
    await sleep(1_000);
  }
  throw new Error("The turn was not recovered.");
}

beforeAll(async () => {
  model = await startModelServer();
  process.env.OPENAI_BASE_URL = model.baseUrl;
  process.env.OPENAI_API_KEY = "test-key";
  process.env.OPENAI_EMBEDDING_MODEL = "test-embedding";
  resetEnv();
  tenant = await makeTenant();
  const silent = new Set<string>();
  model.script((body) => {
    const text = lastUserText(body);
    if (text.includes("longer")) return { text: words(400), chunkDelayMs: 40 };
    if (text.includes("Count")) return { text: words(60), chunkDelayMs: 50 };
    if (text.includes("slow")) return { tokens: 1_500, chunkDelayMs: 30 };
    if (text.includes("silent") && !silent.has(text)) {
      silent.add(text);
      return { text: "Too late.", firstDelayMs: 100_000 };
    }
    return { text: words(60), chunkDelayMs: 15 };
  });
});

afterAll(async () => {
  for (const other of others) other.kill();
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
    delete process.env[name];
  resetEnv();
});

describe("two processes on one database", () => {
  let other: Other;
  beforeAll(async () => {
    other = new Other();
    await other.ready;
  });

  it("create one answer for one client message, 20 times in parallel (RAT-06, STR-10)", async () => {
    const ctx = tenant.visitor();
    const body = request("Once, please");
    const here = async () => {
      const turn = await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits });
      return collect(turn.events());
    };
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? here() : collect(other.ask(ctx, body)))),
    );
    for (const events of all) expect(textOf(events)).toBe(words(60));
    expect(callsFor("Once, please")).toHaveLength(1);
    expect((await listMessages(ctx, { name: body.id })).messages).toHaveLength(2);
    const changed = {
      ...body,
      message: { ...body.message, parts: [{ type: "text" as const, text: "Other" }] },
    } as ChatRequest;
    await expect(collect(other.ask(ctx, changed))).rejects.toMatchObject({ code: "unprocessable" });
  });

  it("let a reader that was cut at any event resume in the other process (STR-05)", async () => {
    const ctx = tenant.visitor();
    const body = request("Count for me");
    const whole: TurnEvent[] = [];
    const readers: Promise<{ had: number; rest: TurnEvent[] }>[] = [];
    for await (const event of other.ask(ctx, body)) {
      whole.push(event);
      const had = whole.length;
      readers.push(
        followTurn(ctx, body.id, { cursor: event.id ?? "" }).then(async (rest) => ({
          had,
          rest: await collect(rest),
        })),
      );
    }
    // A busy process merges what arrives together, so there are fewer events than words.
    expect(whole.length).toBeGreaterThan(5);
    expect(textOf(whole)).toBe(words(60));
    for (const { had, rest } of await Promise.all(readers)) {
      const last = rest[0]?.chunk;
      // A reader that had all of it gets the stored answer.
      if (last?.type === "data-replace") expect(last.data.text).toBe(words(60));
      else
        expect(JSON.stringify([...whole.slice(0, had), ...rest]), `cut after ${had}`).toBe(
          JSON.stringify(whole),
        );
    }
    expect((await answerOf(ctx, body.id))?.text).toBe(words(60));
  });

  it("stop a turn of the other process, with and without readers (STR-09)", async () => {
    const ctx = tenant.visitor();
    const body = request("A slow story to stop");
    await readSome(other.ask(ctx, body), 5);
    const reader = collect(await followTurn(ctx, body.id));
    await stopTurn(ctx, body.id);
    const events = await reader;
    expect(events.at(-1)?.chunk).toMatchObject({ type: "abort" });
    expect(await answerOf(ctx, body.id)).toMatchObject({
      text: textOf(events),
      turn: { state: "stopped" },
    });
  });
});

const killedInMidAnswer = async () => {
  const other = new Other();
  const ctx = tenant.visitor();
  const body = request("A slow story to kill");
  const seen = await readSome(other.ask(ctx, body), 40);
  const follower = collect(await followTurn(ctx, body.id));
  await isLogged(ctx, body.id, 36);
  const cursor = seen.at(-1)?.id ?? "";
  other.kill();
  expect(await recovered(ctx, body.id)).toBeLessThan(60_000);
  const answer = await answerOf(ctx, body.id);
  expect(answer?.turn).toMatchObject({ state: "interrupted", errorCode: "process_ended" });
  expect(answer?.text.split(" ").length).toBeGreaterThan(35);
  expect(words(1_500).startsWith(answer?.text ?? "-")).toBe(true);
  expect(answer?.text.startsWith(textOf(await follower))).toBe(true);
  const spoken = Math.ceil((answer?.text.length ?? 0) / 4);
  expect(await usageOf(answer?.turn?.id ?? ""), "charged once, by an estimate that says so").toMatchObject([
    { state: "estimated", output_tokens: spoken },
  ]);
  const [replaced] = await collect(await followTurn(ctx, body.id, { cursor }));
  expect(replaced?.chunk).toMatchObject({
    type: "data-replace",
    data: { text: answer?.text, state: "interrupted", errorCode: "process_ended" },
  });
  const again = await runTurn(ctx, {
    chatbot: tenant.chatbot,
    request: { ...body, trigger: "regenerate-message", message: undefined, messageId: answer?.id },
    limits,
  });
  await stopTurn(ctx, body.id);
  await again.ended;
  expect((await listMessages(ctx, { name: body.id })).messages).toHaveLength(2);
};

const killedBeforeAWord = async () => {
  const other = new Other();
  const ctx = tenant.visitor();
  const body = request("A silent one");
  const asked = collect(other.ask(ctx, body));
  await expect.poll(() => callsFor("A silent one").length).toBe(1);
  const turnId = await turnOf(ctx, body.id);
  expect(await turnRow(turnId)).toMatchObject({ state: "running", epoch: 1, attempts: 1 });
  other.kill();
  await asked;
  expect(await recovered(ctx, body.id)).toBeLessThan(60_000);
  expect(await answerOf(ctx, body.id)).toMatchObject({ text: words(60), turn: { state: "complete" } });
  expect(await turnRow(turnId)).toMatchObject({ state: "complete", epoch: 2, attempts: 2 });
  expect(callsFor("A silent one")).toHaveLength(2);
  const [repeated] = await collect(
    (await runTurn(ctx, { chatbot: tenant.chatbot, request: body, limits })).events(),
  );
  expect(repeated?.chunk.type).toBe("start");
  expect(callsFor("A silent one")).toHaveLength(2);
};

const paused = async () => {
  const other = new Other();
  const ctx = tenant.visitor();
  const body = request("A slow story to pause");
  const seen = await readSome(other.ask(ctx, body), 10);
  await isLogged(ctx, body.id);
  other.kill("SIGSTOP");
  expect(await recovered(ctx, body.id)).toBeLessThan(60_000);
  const answer = await answerOf(ctx, body.id);
  expect(answer?.turn).toMatchObject({ state: "interrupted" });
  const turnId = await turnOf(ctx, body.id);
  const before = await turnRow(turnId);
  const rows = () =>
    asOwner("select epoch, first_offset, chunks from platform.turn_log where turn_id = $1 order by 1, 2", [
      idToUuid(turnId as Id<"trn">),
    ]);
  const logged = await rows();
  other.kill("SIGCONT");
  await expect.poll(() => callsFor("A slow story to pause")[0]?.closedBy).toBe("client");
  await sleep(1_000);
  expect(await rows()).toEqual(logged);
  expect(await turnRow(turnId)).toEqual(before);
  expect(await answerOf(ctx, body.id)).toEqual(answer);
  const ends = seen.filter(({ chunk }: { chunk: TurnChunk }) =>
    ["finish", "abort", "error"].includes(chunk.type),
  );
  expect(ends, "the fenced process sends no end").toEqual([]);
  other.kill();
};

/** Its lock must outlive neither the pause nor the time after which the turn is recovered. */
const pausedInATransaction = async () => {
  const other = new Other();
  const ctx = tenant.visitor();
  const body = request("A slow story to hold");
  await readSome(other.ask(ctx, body), 10);
  await isLogged(ctx, body.id);
  const turnId = await turnOf(ctx, body.id);
  const holding = new Promise((resolve) => {
    other.child.on("message", ({ number }: Answer) => number === 0 && resolve(undefined));
  });
  void collect(other.run(ctx, { kind: "hold", turnId }));
  await holding;
  other.kill("SIGSTOP");
  expect(await recovered(ctx, body.id)).toBeLessThan(60_000);
  expect((await answerOf(ctx, body.id))?.turn).toMatchObject({ state: "interrupted" });
  other.kill();
};

/** The network to Postgres drops packets for a moment: those connections never answer again. */
const unreachable = async () => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  const proxy = await startFaultyProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  const other = new Other({ DATABASE_URL: url.toString() });
  const ctx = tenant.visitor();
  const body = request("A longer story behind a wall");
  const answer = collect(other.ask(ctx, body));
  await expect.poll(() => callsFor(body.message?.parts[0]?.text ?? "").length).toBe(1);
  await isLogged(ctx, body.id);
  await proxy.be("silent");
  await sleep(1_000);
  await proxy.be("pass");
  expect(await recovered(ctx, body.id)).toBeLessThan(60_000);
  expect(textOf(await answer)).toBe(words(400));
  expect(await answerOf(ctx, body.id)).toMatchObject({ text: words(400), turn: { state: "complete" } });
  expect(await turnRow(await turnOf(ctx, body.id)), "by the process that had it").toMatchObject({ epoch: 1 });
  await proxy.close();
};

/** Concurrently, because each waits for a lease to expire. */
it("ends or reruns the turn of a dead or paused process (STR-06, QUE-07)", async () => {
  await Promise.all([
    killedInMidAnswer(),
    killedBeforeAWord(),
    paused(),
    pausedInATransaction(),
    unreachable(),
  ]);
});
