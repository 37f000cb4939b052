import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { asOwner } from "#db/testing/owner.ts";
import { makeTenant, type TestTenant } from "#db/testing/tenant.ts";
import { freePort } from "#e2e/fixtures/app-server.ts";
import { lastUserText, type ModelServer, type Script, startModelServer } from "#e2e/fixtures/model-server.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import { runTurn } from "#lib/conversation/run-turn.ts";
import type { ChatRequest, TurnChunk } from "#lib/conversation/schema.ts";
import type { Context } from "#lib/core/context.ts";
import { resetEnv } from "#lib/core/env.ts";
import { closeBoss } from "#lib/jobs/boss.ts";

/** As in the log of a process that is taken for dead after 15 s and looked for every 5. */
const RUN_AGAIN_WITHIN_MS = 30_000;
const LEASE_MS = 20_000;

let model: ModelServer;
let tenant: TestTenant;
let serial = 0;
const workers: Worker[] = [];

/** A process of the role, started as in production. */
class Worker {
  readonly child: ChildProcess;
  readonly url: string;
  readonly startedAt = performance.now();
  output = "";

  private constructor(port: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${port}`;
    this.child = spawn(process.execPath, ["server.ts"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        SERVICE_TYPE: "worker",
        NEXTAUTH_SECRET: "s".repeat(32),
        USER_HASH_SECRET: "u".repeat(32),
        HOST: "127.0.0.1",
        LOG_LEVEL: "warn",
        PORT: String(port),
        ...env,
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (data: Buffer) => {
        this.output += String(data);
      });
    workers.push(this);
  }

  static async start(env: Record<string, string> = {}): Promise<Worker> {
    const worker = new Worker(await freePort(), env);
    await until(async () => (await worker.health("/api/health/ready")).status === 200);
    return worker;
  }

  async health(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(this.url + path).catch(() => null);
    return { status: response?.status ?? 0, body: response ? ((await response.json()) as never) : {} };
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit");
    this.child.kill(signal);
    await gone;
  }

  get memoryMb(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
  }
}

async function until(isSo: () => boolean | Promise<boolean>, ms = 45_000): Promise<number> {
  const started = performance.now();
  while (!(await isSo())) {
    expect(performance.now() - started, "waited too long").toBeLessThan(ms);
    await sleep(50);
  }
  return performance.now() - started;
}

const request = (text: string, id?: string): ChatRequest => {
  serial += 1;
  return {
    id: id ?? `process-${serial}`,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `pm-${serial}`, role: "user", parts: [{ type: "text", text }] },
  };
};
const enqueue = (ctx: Context, body: ChatRequest) =>
  runTurn(ctx, { chatbot: tenant.chatbot, request: body, waits: "behind" });
const answerOf = async (ctx: Context, name: string) => (await listMessages(ctx, { name })).messages.at(-1);
const isComplete = async (ctx: Context, name: string) =>
  (await answerOf(ctx, name))?.turn?.state === "complete";
const callsFor = (text: string, path = "responses") =>
  model.requests.filter((one) => one.path.includes(path) && JSON.stringify(one.body).includes(text)).length;

async function textOf(chunks: AsyncIterable<TurnChunk>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) if (chunk.type === "text-delta") text += chunk.delta;
  return text;
}

beforeAll(async () => {
  model = await startModelServer();
  process.env.OPENAI_BASE_URL = model.baseUrl;
  process.env.OPENAI_API_KEY = "test-key";
  process.env.OPENAI_EMBEDDING_MODEL = "test-embedding";
  resetEnv();
  tenant = await makeTenant();
  await closeBoss();
  // What earlier suites left in the queue is theirs.
  await asOwner("delete from queue.job");
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end("SIGKILL")));
  model.reset();
});
afterAll(async () => {
  await closeBoss();
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
    delete process.env[name];
  resetEnv();
});

describe("a worker that is killed leaves one answer", () => {
  /** Kills the one worker when `at` says so and starts another. @returns milliseconds from the kill to the answer */
  async function killed(text: string, at: (ctx: Context, name: string) => Promise<void>): Promise<number> {
    const ctx = tenant.visitor();
    const body = request(text);
    const worker = await Worker.start();
    await enqueue(ctx, body);
    await at(ctx, body.id);
    await worker.end("SIGKILL");
    await Worker.start();
    const took = await until(() => isComplete(ctx, body.id));
    await sleep(300);
    const turns = await asOwner<{ n: number }>(
      "select count(*)::int as n from platform.turns t join platform.messages m on m.id = t.question_id where m.content_full = $1",
      [text],
    );
    expect(turns).toEqual([{ n: 1 }]);
    expect((await listMessages(ctx, { name: body.id })).messages.map(({ role }) => role)).toEqual([
      "user",
      "assistant",
    ]);
    process.stdout.write(`${text}: answered ${(took / 1_000).toFixed(1)} s after the kill\n`);
    expect(took).toBeLessThan(RUN_AGAIN_WITHIN_MS + 10_000);
    return took;
  }
  const once = (isFirst: () => boolean, first: Script) => (body: Parameters<typeof lastUserText>[0]) =>
    isFirst() ? first : { text: `Answer to ${lastUserText(body)}` };

  it("after it has taken the turn, before the model is asked", { timeout: 90_000 }, async () => {
    let embeddings = 0;
    model.script((_body, _index, path) => {
      if (path.includes("embeddings")) embeddings += 1;
      return path.includes("embeddings") && embeddings === 1
        ? { embeddingsFault: { kind: "stall", afterChunks: 0 } }
        : { text: "Answered." };
    });
    await killed("Killed after the claim", () => until(() => embeddings === 1).then(() => undefined));
    expect(callsFor("Killed after the claim")).toBe(1);
  });

  it("while the model is thinking", { timeout: 90_000 }, async () => {
    model.script(once(() => callsFor("in the model call") === 1, { text: "Late.", firstDelayMs: 60_000 }));
    await killed("Killed in the model call", async () => {
      await until(() => callsFor("in the model call") === 1);
    });
    expect(callsFor("in the model call")).toBe(2);
  });

  it("after the answer, before its end is stored", { timeout: 90_000 }, async () => {
    model.script({ text: "Said in full.", chunkDelayMs: 200 });
    const ctx = tenant.visitor();
    const body = request("Killed before the commit");
    const worker = await Worker.start();
    await asOwner(`create function platform.testing_hold() returns trigger language plpgsql as
      $$ begin if new.state <> 'running' and new.attempts = 1 then perform pg_sleep(8); end if; return new; end $$`);
    await asOwner(`create trigger testing_hold before update on platform.turns
      for each row execute function platform.testing_hold()`);
    try {
      await enqueue(ctx, body);
      await until(async () => {
        const rows = await asOwner("select 1 from platform.turn_log where chunks like '%Said%'");
        return rows.length > 0;
      });
      await sleep(1_000);
      await worker.end("SIGKILL");
    } finally {
      await asOwner("drop trigger testing_hold on platform.turns");
      await asOwner("drop function platform.testing_hold()");
    }
    await Worker.start();
    const took = await until(async () => (await answerOf(ctx, body.id))?.turn?.state !== "running");
    process.stdout.write(`Killed before the commit: ended ${(took / 1_000).toFixed(1)} s after the kill\n`);
    // What a reader has seen is not made again: it is kept, marked as broken off, with the choice to ask again.
    const answer = await answerOf(ctx, body.id);
    expect(answer?.turn?.state).toBe("interrupted");
    expect(answer?.text).toMatch(/^Said/);
    expect("Said in full.".startsWith(answer?.text ?? "")).toBe(true);
    expect(callsFor("before the commit")).toBe(1);
  });

  it("after its end is stored, before the queue has heard of it", { timeout: 90_000 }, async () => {
    model.script({ text: "Done." });
    await asOwner(`create function queue.testing_hold() returns trigger language plpgsql as
      $$ begin if new.state = 'completed' then perform pg_sleep(20); end if; return new; end $$`);
    await asOwner("grant execute on function queue.testing_hold() to parley_queue");
    await asOwner(`create trigger testing_hold before update on queue.job_common
      for each row execute function queue.testing_hold()`);
    const drop = async () => {
      await asOwner("drop trigger if exists testing_hold on queue.job_common");
      await asOwner("drop function if exists queue.testing_hold()");
    };
    try {
      await killed("Killed after the commit", async (ctx, name) => {
        await until(() => isComplete(ctx, name));
        await sleep(200);
        void drop();
      });
    } finally {
      await drop();
    }
    await until(async () => {
      const rows = await asOwner(
        "select 1 from queue.job where name = 'conversation.answer-waiting' and state <> 'completed'",
      );
      return rows.length === 0;
    });
    expect(callsFor("after the commit")).toBe(1);
  });
});

describe("workers", () => {
  it("that were stopped past their lease and wake up are fenced out", { timeout: 120_000 }, async () => {
    const ctx = tenant.visitor();
    const body = request("Frozen in its tracks");
    model.script(() =>
      callsFor("Frozen in its tracks") === 1
        ? { text: "From the dead.", firstDelayMs: 4_000 }
        : { text: "From the living." },
    );
    const frozen = await Worker.start();
    await enqueue(ctx, body);
    await until(() => callsFor("Frozen in its tracks") === 1);
    frozen.child.kill("SIGSTOP");
    await Worker.start();
    await until(() => isComplete(ctx, body.id));
    frozen.child.kill("SIGCONT");
    await sleep(3_000);
    expect(await answerOf(ctx, body.id)).toMatchObject({
      text: "From the living.",
      turn: { state: "complete" },
    });
    const [turn] = await asOwner(
      "select attempts, epoch from platform.turns where answer_id is not null order by started_at desc limit 1",
    );
    expect(turn).toMatchObject({ attempts: 2, epoch: 2 });
    expect(LEASE_MS).toBeGreaterThan(15_000);
  });

  it("two of them answer a thousand turns, each once and each conversation in its order", {
    timeout: 180_000,
  }, async () => {
    model.script((body) => ({ text: `Answer to ${lastUserText(body)}` }));
    const people = Array.from({ length: 100 }, (_, i) => ({ ctx: tenant.visitor(), name: `thousand-${i}` }));
    const started = performance.now();
    for (let n = 0; n < 10; n += 1)
      await Promise.all(people.map(({ ctx, name }) => enqueue(ctx, request(`${name} question ${n}`, name))));
    const queued = performance.now();
    await Promise.all([Worker.start(), Worker.start()]);
    await until(async () => {
      const rows = await asOwner("select 1 from platform.turns where state = 'running' limit 1");
      return rows.length === 0;
    }, 150_000);
    const ended = performance.now();
    const texts = model.requests
      .filter(({ path }) => path.includes("responses"))
      .map(({ body }) => lastUserText(body));
    expect(texts).toHaveLength(1_000);
    expect(new Set(texts).size).toBe(1_000);
    for (const { ctx, name } of people) {
      const { messages } = await listMessages(ctx, { name });
      const expected = Array.from({ length: 10 }, (_, n) => [
        `${name} question ${n}`,
        `Answer to ${name} question ${n}`,
      ]);
      expect(messages.map(({ text }) => text)).toEqual(expected.flat());
    }
    process.stdout.write(
      `1,000 turns: ${((queued - started) / 1_000).toFixed(1)} s to queue, ${((ended - queued) / 1_000).toFixed(1)} s for two workers from their start\n`,
    );
  });

  it("end at SIGTERM: not ready at once, what is said is said to its end, what said nothing is answered by another", {
    timeout: 90_000,
  }, async () => {
    model.script((body) => {
      const text = lastUserText(body);
      if (text.includes("Talking")) return { text: "One two three four five six", chunkDelayMs: 500 };
      return callsFor("Thinking") === 1 ? { text: "Late.", firstDelayMs: 60_000 } : { text: "Thought of." };
    });
    const ctx = tenant.visitor();
    const [talking, thinking] = [request("Talking on"), request("Thinking on")];
    const worker = await Worker.start();
    const [talk] = await Promise.all([enqueue(ctx, talking), enqueue(ctx, thinking)]);
    await until(() => callsFor("Talking") === 1 && callsFor("Thinking") === 1);
    const reading = textOf(talk.follow());
    const asked = performance.now();
    const gone = once(worker.child, "exit");
    worker.child.kill("SIGTERM");
    await until(async () => [0, 503].includes((await worker.health("/api/health/ready")).status), 2_000);
    expect(await reading).toBe("One two three four five six");
    const [code] = await gone;
    const took = performance.now() - asked;
    process.stdout.write(`SIGTERM to exit of a worker with a silent model: ${(took / 1_000).toFixed(1)} s\n`);
    expect(code).toBe(0);
    expect(took).toBeLessThan(25_000);
    expect((await answerOf(ctx, thinking.id))?.turn?.state).toBe("running");
    await Worker.start();
    await until(() => isComplete(ctx, thinking.id));
    expect(await answerOf(ctx, thinking.id)).toMatchObject({ text: "Thought of." });
  });

  it("load nothing of Next, are up soon and say how they are", { timeout: 60_000 }, async () => {
    const worker = await Worker.start();
    const seconds = (performance.now() - worker.startedAt) / 1_000;
    process.stdout.write(`worker: ready after ${seconds.toFixed(2)} s, ${worker.memoryMb.toFixed(0)} MB\n`);
    expect(await worker.health("/api/health/live")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await worker.health("/api/health/")).toMatchObject({
      status: 200,
      body: { checks: { database: { status: "ok" } } },
    });
    expect(await worker.health("/api/chat")).toMatchObject({ status: 404 });
    const maps = readFileSync(`/proc/${worker.child.pid}/maps`, "utf8");
    expect(maps).not.toContain("next-swc");
    const [seen] = await asOwner(
      "select role from platform.processes where role = 'worker' order by started_at desc limit 1",
    );
    expect(seen).toEqual({ role: "worker" });
    expect(worker.memoryMb).toBeLessThan(200);
  });
});
