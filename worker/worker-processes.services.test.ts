import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "#e2e/fixtures/app-server.ts";
import type { Context } from "#lib/context/context.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import type { ChatRequest, TurnChunk } from "#lib/conversation/schema.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import { resetEnv } from "#lib/core/env.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { lastUserText, type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { strongSecrets } from "#testing/strong-secrets.ts";

/** Variables that all processes of an instance share. */
const SECRETS = strongSecrets();

const RUN_AGAIN_WITHIN_S = 60;
/** Questions of each of a hundred people. PARLEY_TEST_TURNS sets the total. */
const QUESTIONS = Math.ceil(Number(process.env.PARLEY_TEST_TURNS ?? 300) / 100);

let model: ModelServer;
let tenant: TestTenant;
let serial = 0;
const workers: Worker[] = [];

/** A worker process, started as in production. */
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
        ...SECRETS,
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

async function until(isSo: () => boolean | Promise<boolean>, ms = 120_000): Promise<number> {
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
  runTurn(ctx, { chatbot: tenant.chatbot, request: body, queueMode: "append" });
const answerOf = async (ctx: Context, name: string) => (await listMessages(ctx, { name })).messages.at(-1);
const textOfRequest = (asked: Record<string, ChatRequest>, name: string) =>
  asked[name]?.message?.parts[0]?.text ?? "";
const isComplete = async (ctx: Context, name: string) =>
  (await answerOf(ctx, name))?.turn?.state === "complete";
const callsFor = (text: string) =>
  model.requests.filter(({ path, body }) => path.includes("responses") && lastUserText(body).includes(text))
    .length;

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
  // Earlier suites may have left jobs in the queue.
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

/** Delays matching updates of a table by `seconds`, until the returned function is called. */
async function holdUpdates(table: string, when: string, seconds: number): Promise<() => Promise<void>> {
  const schema = table.split(".")[0];
  await asOwner(`create function ${schema}.testing_hold() returns trigger language plpgsql as
    $$ begin if ${when} then perform pg_sleep(${seconds}); end if; return new; end $$`);
  await asOwner(
    `create trigger testing_hold before update on ${table} for each row execute function ${schema}.testing_hold()`,
  );
  return async () => {
    await asOwner(`drop trigger testing_hold on ${table}`);
    await asOwner(`drop function ${schema}.testing_hold()`);
  };
}

describe("workers", () => {
  it("killed at any moment, or frozen past their lease, leave one answer of each turn", {
    timeout: 300_000,
  }, async () => {
    const asked = {
      frozen: request("Frozen in its tracks"),
      claimed: request("Killed after the claim"),
      thinking: request("Killed in the model call"),
      said: request("Killed before the commit"),
      stored: request("Killed after the commit"),
    };
    const ctx = tenant.visitor();
    let stalled = 0;
    model.script((body, _index, path) => {
      if (path.includes("embeddings")) {
        const isFirst = JSON.stringify(body).includes("after the claim") && stalled === 0;
        if (isFirst) stalled += 1;
        return isFirst ? { embeddingsFault: { kind: "stall", afterChunks: 0 } } : {};
      }
      const text = lastUserText(body);
      if (text.includes("Frozen") && callsFor("Frozen") === 1)
        return { text: "From the dead.", firstDelayMs: 10_000 };
      if (text.includes("model call") && callsFor("model call") === 1)
        return { text: "Late.", firstDelayMs: 60_000 };
      if (text.includes("before the commit")) return { text: "Said in full.", chunkDelayMs: 200 };
      return { text: `Answer to ${text}` };
    });
    const frozen = await Worker.start();
    await enqueue(ctx, asked.frozen);
    await until(() => callsFor("Frozen") === 1);
    frozen.child.kill("SIGSTOP");
    const holds = [
      await holdUpdates(
        "platform.turns",
        "new.state <> 'running' and (select content_full from platform.messages m where m.tenant_id = new.tenant_id and m.id = new.question_id) like '%before the commit'",
        60,
      ),
      await holdUpdates("queue.job_common", "new.state = 'completed'", 60),
    ];
    const killed = await Worker.start();
    let killedAt = 0;
    try {
      // First, because a turn held before its commit blocks the usage of the others.
      await enqueue(ctx, asked.stored);
      await until(() => isComplete(ctx, asked.stored.id));
      for (const body of [asked.thinking, asked.said]) await enqueue(ctx, body);
      await until(() => callsFor("model call") === 1);
      await until(async () => {
        const held = await asOwner<{ n: number }>(
          "select count(*)::int as n from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
        );
        return held[0]?.n === 2;
      });
      // Last, because a hanging search times out, and the model is then called without it.
      await enqueue(ctx, asked.claimed);
      await until(() => stalled === 1);
      killedAt = performance.now();
      await killed.end("SIGKILL");
      // Statements of the killed process must not complete.
      await asOwner(
        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
      );
    } finally {
      for (const drop of holds) await drop();
    }
    await Worker.start();
    for (const [name, body] of Object.entries(asked)) {
      await until(async () => (await answerOf(ctx, body.id))?.turn?.state !== "running");
      const seconds = (performance.now() - killedAt) / 1_000;
      process.stdout.write(`${name}: ended ${seconds.toFixed(1)} s after the kill\n`);
      expect(seconds).toBeLessThan(RUN_AGAIN_WITHIN_S);
    }
    frozen.child.kill("SIGCONT");
    await sleep(3_500);
    const answers = Object.fromEntries(
      await Promise.all(
        Object.entries(asked).map(async ([name, { id }]) => {
          const { messages } = await listMessages(ctx, { name: id });
          expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
          return [name, messages[1]] as const;
        }),
      ),
    );
    for (const name of ["frozen", "claimed", "thinking", "stored"])
      expect(answers[name]).toMatchObject({
        text: `Answer to ${textOfRequest(asked, name)}`,
        turn: { state: "complete" },
      });
    // A reader may have seen this text, so it is not generated again: it is kept and marked as interrupted,
    // and the reader may ask again.
    expect(answers.said?.turn?.state).toBe("interrupted");
    expect("Said in full.".startsWith(answers.said?.text || "nothing")).toBe(true);
    const calls = Object.values(asked).map(({ message }) => callsFor(message?.parts[0]?.text ?? ""));
    expect(calls).toEqual([2, 1, 2, 1, 1]);
    const turns = await asOwner<{ n: number }>(
      "select count(*)::int as n from platform.turns t join platform.messages m on m.id = t.question_id where m.content_full ~ '^(Frozen|Killed)'",
    );
    expect(turns).toEqual([{ n: 5 }]);
    await until(async () => {
      const left = await asOwner(
        "select 1 from queue.job where name = 'conversation.answer-waiting' and state <> 'completed'",
      );
      return left.length === 0;
    });
  });

  it("two of them answer hundreds of turns, each once and each conversation in its order", {
    timeout: 300_000,
  }, async () => {
    model.script((body) => ({ text: `Answer to ${lastUserText(body)}` }));
    const people = Array.from({ length: 100 }, (_, i) => ({ ctx: tenant.visitor(), name: `person-${i}` }));
    const started = performance.now();
    for (let n = 0; n < QUESTIONS; n += 1)
      await Promise.all(people.map(({ ctx, name }) => enqueue(ctx, request(`${name} question ${n}`, name))));
    const queued = performance.now();
    await Promise.all([Worker.start(), Worker.start()]);
    await until(async () => {
      const rows = await asOwner("select 1 from platform.turns where state = 'running' limit 1");
      return rows.length === 0;
    }, 240_000);
    const ended = performance.now();
    const texts = model.requests
      .filter(({ path }) => path.includes("responses"))
      .map(({ body }) => lastUserText(body));
    expect(texts).toHaveLength(100 * QUESTIONS);
    expect(new Set(texts).size).toBe(100 * QUESTIONS);
    for (const { ctx, name } of people) {
      const { messages } = await listMessages(ctx, { name });
      const expected = Array.from({ length: QUESTIONS }, (_, n) => [
        `${name} question ${n}`,
        `Answer to ${name} question ${n}`,
      ]);
      expect(messages.map(({ text }) => text)).toEqual(expected.flat());
    }
    process.stdout.write(
      `${100 * QUESTIONS} turns: ${((queued - started) / 1_000).toFixed(1)} s to queue, ${((ended - queued) / 1_000).toFixed(1)} s for two workers from their start\n`,
    );
  });

  it("end at SIGTERM: not ready at once, what is said is said to its end, what said nothing is answered by another", async () => {
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
    await until(async () => [0, 503].includes((await worker.health("/api/health/ready")).status));
    expect(await reading).toBe("One two three four five six");
    const [code] = await gone;
    const took = performance.now() - asked;
    process.stdout.write(`SIGTERM to exit of a worker with a silent model: ${(took / 1_000).toFixed(1)} s\n`);
    expect(code).toBe(0);
    expect(took).toBeLessThan(60_000);
    expect((await answerOf(ctx, thinking.id))?.turn?.state).toBe("running");
    await Worker.start();
    await until(() => isComplete(ctx, thinking.id));
    expect(await answerOf(ctx, thinking.id)).toMatchObject({ text: "Thought of." });
  });

  it("load nothing of Next, are up soon and say how they are", async () => {
    const worker = await Worker.start({ METRICS_TOKEN: "of-the-collector" });
    const seconds = (performance.now() - worker.startedAt) / 1_000;
    process.stdout.write(`worker: ready after ${seconds.toFixed(2)} s, ${worker.memoryMb.toFixed(0)} MB\n`);
    // Memory used for startup is returned to the system shortly after, not immediately.
    await expect.poll(() => worker.memoryMb).toBeLessThan(150);
    expect(await worker.health("/api/health/live")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await worker.health("/api/health/")).toMatchObject({
      status: 200,
      body: { checks: { database: { status: "ok" } } },
    });
    expect(await worker.health("/api/chat")).toMatchObject({ status: 404 });
    expect(await worker.health("/api/metrics")).toMatchObject({ status: 401 });
    const scraped = await fetch(`${worker.url}/api/metrics`, {
      headers: { authorization: "Bearer of-the-collector" },
    });
    expect(await scraped.text()).toContain('parley_queue_depth{job="conversation.answer-waiting"} 0');
    const maps = readFileSync(`/proc/${worker.child.pid}/maps`, "utf8");
    expect(maps).not.toContain("next-swc");
    const [seen] = await asOwner(
      "select role from platform.processes where role = 'worker' order by started_at desc limit 1",
    );
    expect(seen).toEqual({ role: "worker" });
  });
});
