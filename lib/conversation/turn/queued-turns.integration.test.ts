import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { resetEnv } from "#lib/core/env.ts";
import { newId } from "#lib/core/ids.ts";
import { invalidateInstance } from "#lib/instance/get-instance.ts";
import { registerProcess, unregisterProcess } from "#lib/instance/register-process.ts";
import { instanceChange } from "#lib/instance/schema.ts";
import { updateInstance } from "#lib/instance/update-instance.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { startWorker, type Worker } from "#lib/jobs/start-worker.ts";
import { fullQueueOf, isQueueable } from "#lib/limits/starts/known-tenants.ts";
import { lastUserText, type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { cancelTurnJob } from "../api-jobs/cancel-turn-job.ts";
import { findTurnJob } from "../api-jobs/find-turn-job.ts";
import { listTurnJobs } from "../api-jobs/list-turn-jobs.ts";
import { jobOfTurn } from "../api-jobs/turn-job.ts";
import { listMessages } from "../list-messages.ts";
import type { ChatRequest, TurnChunk } from "../schema.ts";
import { LiveTurn, liveTurns } from "../stream/live-turn.ts";
import { chooseDispatch, chooseForLater } from "./choose-dispatch.ts";
import { followTurn } from "./follow-turn.ts";
import { answerQueuedTurnJob } from "./jobs.ts";
import { recoverTurns, requeueStrandedTurns } from "./recover-turns.ts";
import { runTurn } from "./run-turn.ts";
import { stopTurn } from "./stop-turn.ts";
import type { QueueMode } from "./turn.ts";

let model: ModelServer;
let tenant: TestTenant;
let worker: Worker | null = null;
let serial = 0;

const work = async () => {
  worker = await startWorker({ jobs: [answerQueuedTurnJob] });
};
const rest = async () => {
  await worker?.close(2_000);
  worker = null;
};

const request = (text: string, more: Partial<ChatRequest> = {}): ChatRequest => {
  serial += 1;
  return {
    id: `waits-${serial}`,
    chatbot: tenant.chatbot.handle,
    trigger: "submit-message",
    message: { id: `w-${serial}`, role: "user", parts: [{ type: "text", text }] },
    ...more,
  };
};
const ask = (ctx: Context, body: ChatRequest, queueMode: QueueMode) =>
  runTurn(ctx, { chatbot: tenant.chatbot, request: body, queueMode });

async function collect<T>(items: AsyncIterable<T> | null): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items ?? []) all.push(item);
  return all;
}
const textOf = (chunks: TurnChunk[]) =>
  chunks.map((chunk) => (chunk.type === "text-delta" ? chunk.delta : "")).join("");
const endOf = (chunks: TurnChunk[]) =>
  chunks.flatMap((chunk) => (chunk.type === "message-metadata" ? [chunk.messageMetadata] : []))[0];
const stored = async (ctx: Context, name: string) => (await listMessages(ctx, { name })).messages;
const asked = () =>
  model.requests
    .filter(({ path }) => path.includes("responses"))
    .map(({ body }) => /question (\w+)/.exec(lastUserText(body))?.[1]);

async function until(isSo: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; !(await isSo()); ) {
    expect(Date.now(), "waited too long").toBeLessThan(end);
    await sleep(30);
  }
}

beforeAll(async () => {
  model = await startModelServer();
  process.env.OPENAI_BASE_URL = model.baseUrl;
  process.env.OPENAI_API_KEY = "test-key";
  process.env.OPENAI_EMBEDDING_MODEL = "test-embedding";
  resetEnv();
  tenant = await makeTenant();
  await closeBoss();
  await work();
});
afterAll(async () => {
  await rest();
  await closeBoss();
  await model.close();
  for (const name of ["OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"])
    delete process.env[name];
  resetEnv();
});
beforeEach(async () => {
  model.reset();
  model.script((body) => ({ text: `Answer to ${lastUserText(body)}` }));
  if (!worker) await work();
});

describe("a queued turn", () => {
  it("is answered by a worker and streamed to the client that asked", async () => {
    const ctx = tenant.visitor();
    const body = request("question one");
    const turn = await ask(ctx, body, "exclusive");
    const chunks = (await collect(turn.events())).map(({ chunk }) => chunk);
    expect(textOf(chunks)).toContain("question one");
    expect(endOf(chunks)).toMatchObject({ state: "complete" });
    expect((await stored(ctx, body.id)).at(-1)).toMatchObject({
      text: textOf(chunks),
      turn: { state: "complete" },
    });
    expect(asked()).toEqual(["one"]);
  });

  it("is the same turn when it is sent again, while queued and afterwards", async () => {
    await rest();
    const ctx = tenant.visitor();
    const body = request("question once");
    const first = await ask(ctx, body, "exclusive");
    const again = await ask(ctx, body, "exclusive");
    const direct = await ask(ctx, body, "none");
    expect(new Set([first.turnId, again.turnId, direct.turnId]).size).toBe(1);
    await work();
    const texts = await Promise.all(
      [first, again, direct].map(async (turn) => textOf(await collect(turn.follow()))),
    );
    expect(new Set(texts).size).toBe(1);
    expect(asked()).toEqual(["once"]);
  });

  it("rejects a second exclusive question, but appends any number, answered in order", async () => {
    await rest();
    const ctx = tenant.visitor();
    const body = request("question a");
    await ask(ctx, body, "append");
    await expect(ask(ctx, { ...request("question x"), id: body.id }, "none")).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(ask(ctx, { ...request("question y"), id: body.id }, "exclusive")).rejects.toMatchObject({
      code: "conflict",
    });
    for (const name of ["b", "c", "d", "e"])
      await ask(ctx, { ...request(`question ${name}`), id: body.id }, "append");
    await work();
    await until(async () => (await stored(ctx, body.id)).every(({ turn }) => turn?.state !== "running"));
    expect(asked()).toEqual(["a", "b", "c", "d", "e"]);
    const messages = await stored(ctx, body.id);
    expect(messages.map(({ text }) => /question (\w)/.exec(text)?.[1])).toEqual([..."aabbccddee"]);
  });

  it("is answered once, however many jobs are enqueued for it", async () => {
    await rest();
    const people = Array.from({ length: 30 }, () => tenant.visitor());
    const bodies = people.map((_, i) => request(`question n${i}`));
    await Promise.all(people.map((ctx, i) => ask(ctx, bodies[i] as ChatRequest, "append")));
    await asOwner(
      "update platform.turns set heartbeat_at = now() - interval '1 minute' where waiting_since is not null",
    );
    expect(await requeueStrandedTurns(sealOperator())).toBe(20);
    expect(await requeueStrandedTurns(sealOperator())).toBe(10);
    expect(await requeueStrandedTurns(sealOperator())).toBe(0);
    await work();
    for (const [i, ctx] of people.entries())
      await until(async () => (await stored(ctx, bodies[i]?.id ?? "")).at(-1)?.turn?.state === "complete");
    expect(asked().sort()).toEqual(bodies.map((_, i) => `n${i}`).sort());
  });

  it("is stopped at once, without a model call, and the next one runs", async () => {
    await rest();
    const ctx = tenant.visitor();
    const body = request("question stopped");
    const turn = await ask(ctx, body, "exclusive");
    const reading = collect(turn.follow());
    await stopTurn(ctx, body.id);
    const chunks = await reading;
    expect(endOf(chunks)).toMatchObject({ state: "stopped" });
    expect((await stored(ctx, body.id)).at(-1)?.turn?.state).toBe("stopped");
    const next = await ask(ctx, { ...request("question next"), id: body.id }, "exclusive");
    await work();
    expect(endOf(await collect(next.follow()))).toMatchObject({ state: "complete" });
    expect(asked()).toEqual(["next"]);
    const used = await asOwner<{ state: string; tokens: number }>(
      `select u.state, u.input_tokens + u.output_tokens as tokens from platform.usage_entries u
       join platform.turns t on t.id = u.turn_id
       where t.state = 'stopped' and t.attempts = 0`,
    );
    expect(used).toEqual([{ state: "settled", tokens: 0 }]);
  });

  it("can be a regenerated answer", async () => {
    const ctx = tenant.visitor();
    const body = request("question again");
    await collect((await ask(ctx, body, "exclusive")).follow());
    const messageId = (await stored(ctx, body.id)).at(-1)?.id;
    const again = await ask(
      ctx,
      { ...request(""), id: body.id, trigger: "regenerate-message", messageId },
      "exclusive",
    );
    expect(endOf(await collect(again.follow()))).toMatchObject({ state: "complete" });
    expect((await stored(ctx, body.id)).map(({ role }) => role)).toEqual(["user", "assistant"]);
  });

  it("is found by readers of its conversation, and streams once a worker runs it", async () => {
    await rest();
    const ctx = tenant.visitor();
    const body = request("question found");
    model.script((asked) => ({ text: `Answer to ${lastUserText(asked)}`, chunkDelayMs: 250 }));
    await ask(ctx, body, "exclusive");
    const reading = followTurn(ctx, body.id).then(collect);
    await sleep(400);
    await work();
    const events = await reading;
    expect(textOf(events.map(({ chunk }) => chunk))).toContain("question found");
    expect(events[0]?.id).toMatch(/^1\.0$/);
  });

  it("is requeued when its job was lost", async () => {
    await rest();
    const ctx = tenant.visitor();
    const body = request("question lost");
    const turn = await ask(ctx, body, "exclusive");
    await asOwner("delete from queue.job where name = 'conversation.answer-waiting'");
    await work();
    expect(await requeueStrandedTurns(sealOperator())).toBe(0);
    await asOwner(
      "update platform.turns set heartbeat_at = now() - interval '11 seconds' where waiting_since is not null",
    );
    expect(await requeueStrandedTurns(sealOperator())).toBe(1);
    expect(endOf(await collect(turn.follow()))).toMatchObject({ state: "complete" });
  });

  it("is not considered dead while queued, and ends when no worker claims it for an hour", async () => {
    await rest();
    const ctx = tenant.visitor();
    const body = request("question old");
    await ask(ctx, body, "append");
    await ask(ctx, { ...request("question older"), id: body.id }, "append");
    const age = (minutes: number) =>
      asOwner(`update platform.turns set heartbeat_at = now() - interval '${minutes} minutes',
        waiting_since = now() - interval '${minutes} minutes', started_at = now() - interval '${minutes} minutes'
        where waiting_since is not null and state = 'running'`);
    await age(59);
    expect(await recoverTurns(sealOperator())).toMatchObject({ ended: 0, runAgain: 0 });
    await age(61);
    expect(await recoverTurns(sealOperator())).toMatchObject({ ended: 2, runAgain: 0 });
    const states = (await stored(ctx, body.id)).flatMap(({ turn }) => turn?.state ?? []);
    expect(states).toEqual(["interrupted", "interrupted"]);
    await work();
    await sleep(500);
    expect(asked()).toEqual([]);
  });

  it("is released to another process when its process drains before any output", async () => {
    model.script({ firstDelayMs: 60_000, text: "Too late." });
    const ctx = tenant.visitor();
    const body = request("question drained");
    const turn = await ask(ctx, body, "exclusive");
    await until(() => asked().length === 1);
    for (const live of liveTurns().values()) live.stopFor("drain");
    await until(() => liveTurns().size === 0);
    model.script({ text: "Answered after all." });
    expect(await recoverTurns(sealOperator())).toMatchObject({ runAgain: 1 });
    expect(textOf(await collect(turn.follow()))).toContain("Answered after all.");
  });
});

describe("the job of a turn", () => {
  it("reports its state and progress, and the answer once it has ended", async () => {
    await rest();
    const ctx = tenant.visitor();
    const body = request("question notified");
    const { turnId } = await ask(ctx, body, "append");
    const id = jobOfTurn(turnId);
    expect((await findTurnJob(ctx, id))?.job).toMatchObject({
      id,
      turnId,
      state: "queued",
      text: null,
      attempts: 0,
    });
    model.script({ text: "First word", chunkDelayMs: 4_000 });
    await work();
    await until(async () => {
      const { state, text, progress } = (await findTurnJob(ctx, id))?.job ?? {};
      return state === "running" && text === null && (progress?.characters ?? 0) > 0;
    });
    await until(async () => (await findTurnJob(ctx, id))?.job.state === "complete");
    expect((await findTurnJob(ctx, id))?.job).toMatchObject({
      text: "First word",
      progress: { characters: 10 },
    });
    expect((await listTurnJobs(ctx, tenant.chatbot.id)).map((job) => job.id)).toEqual([id]);
  });

  it("can be cancelled while queued and running, but not after its end", async () => {
    await rest();
    const ctx = tenant.visitor();
    const [waiting, running] = [request("question waiting"), request("question running")];
    const first = await ask(ctx, waiting, "append");
    expect(await cancelTurnJob(ctx, jobOfTurn(first.turnId))).toMatchObject({ state: "stopped" });
    model.script({ firstDelayMs: 60_000, text: "Too late." });
    await work();
    const second = await ask(ctx, running, "append");
    await until(() => asked().includes("running"));
    await cancelTurnJob(ctx, jobOfTurn(second.turnId));
    await until(async () => (await findTurnJob(ctx, jobOfTurn(second.turnId)))?.job.state === "stopped");
    expect(await cancelTurnJob(ctx, jobOfTurn(second.turnId))).toMatchObject({ state: "stopped" });
    expect(asked()).toEqual(["running"]);
  });

  it("is not found by other people", async () => {
    const ctx = tenant.visitor();
    const turn = await ask(ctx, request("question mine"), "append");
    const id = jobOfTurn(turn.turnId);
    for (const stranger of [tenant.visitor(), (await makeTenant()).visitor()]) {
      expect(await findTurnJob(stranger, id)).toBeNull();
      expect(await listTurnJobs(stranger, tenant.chatbot.id)).toEqual([]);
      await expect(cancelTurnJob(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await findTurnJob(ctx, "job_nonsense")).toBeNull();
    await collect(turn.follow());
  });
});

describe("chooseDispatch", () => {
  const operator = sealOperator();
  const chatbot = (dispatch?: "direct" | "queued" | "auto") => ({
    ...tenant.chatbot,
    config: { ...tenant.chatbot.config, dispatch },
  });
  const choose = (one: typeof tenant.chatbot, isFull = false, { tenantId } = tenant.ctx) =>
    chooseDispatch(operator, { tenantId, chatbot: one, isFull });
  const chooseLater = (isFull = false) => chooseForLater(operator, { tenantId: tenant.ctx.tenantId, isFull });
  const report = {
    role: "worker",
    version: "0",
    turnsInFlight: 0,
    streams: 0,
    memoryMb: 1,
    loopDelayMs: 0,
    roomConnections: 0,
    cpuPercent: 0,
    deliveryMs: null,
  };

  it("follows the instance's setting unless the chatbot has its own", async () => {
    expect(await choose(chatbot())).toBe("none");
    await updateInstance(operator, { dispatch: "queued" });
    expect(await choose(chatbot())).toBe("exclusive");
    expect(await choose(chatbot("direct"))).toBe("none");
    await updateInstance(operator, instanceChange.parse({}));
    expect(await choose(chatbot())).toBe("exclusive");
    await updateInstance(operator, { dispatch: "direct" });
    expect(await choose(chatbot("queued"))).toBe("exclusive");
  });

  it("chooses a worker in auto mode only when this process is at its limit and a worker is alive", async () => {
    process.env.MAX_TURNS_IN_FLIGHT = "1";
    resetEnv();
    const id = newId("prc");
    try {
      invalidateInstance();
      expect(await choose(chatbot("auto"))).toBe("none");
      liveTurns().set("busy", new LiveTurn(1));
      expect(await choose(chatbot("auto"))).toBe("none");
      expect(await chooseLater()).toBe("none");
      await registerProcess(operator, { id, ...report });
      invalidateInstance();
      expect(await choose(chatbot("auto"))).toBe("exclusive");
      expect(await chooseLater()).toBe("append");
      await asOwner("update platform.processes set seen_at = now() - interval '16 seconds'");
      invalidateInstance();
      expect(await choose(chatbot("auto"))).toBe("none");
    } finally {
      liveTurns().delete("busy");
      await unregisterProcess(operator, id);
      delete process.env.MAX_TURNS_IN_FLIGHT;
      resetEnv();
      invalidateInstance();
    }
  });

  it("queues in auto mode and refuses in direct mode when the process has no slot for an answer", async () => {
    const id = newId("prc");
    await registerProcess(operator, { id, ...report });
    invalidateInstance();
    try {
      expect(await choose(chatbot("auto"), true)).toBe("exclusive");
      expect(isQueueable(tenant.ctx.tenantId)).toBe(true);
      await expect(choose(chatbot("direct"), true)).rejects.toMatchObject(isOverloaded);
      expect(isQueueable(tenant.ctx.tenantId)).toBe(false);
    } finally {
      await unregisterProcess(operator, id);
      invalidateInstance();
    }
    await expect(choose(chatbot("auto"), true)).rejects.toMatchObject(isOverloaded);
    await expect(chooseLater(true)).rejects.toMatchObject(isOverloaded);
  });

  it("refuses what would wait too long in the queue, for the tenant whose turns wait and for no other", async () => {
    await rest();
    const slow = await makeTenant();
    const { chatbot: bot, ctx } = slow;
    await runTurn(slow.visitor(), {
      chatbot: bot,
      request: { ...request("question late"), chatbot: bot.handle },
      queueMode: "exclusive",
    });
    await asOwner(
      "update queue.job set start_after = now() - interval '30 seconds' where group_id = $1 and state = 'created'",
      [ctx.tenantId],
    );
    await expect(choose(chatbot("queued"), false, ctx)).rejects.toMatchObject(isOverloaded);
    // Its other chatbots may not be queued, so the door does not refuse for all of them.
    expect(fullQueueOf(ctx.tenantId)).toBeNull();
    // A tenant whose wait nobody has read yet.
    const other = await makeTenant();
    expect(await choose(chatbot("queued"), false, other.ctx)).toBe("exclusive");
    await asOwner("delete from queue.job where group_id = $1", [ctx.tenantId]);
  });

  it("hands over in auto mode only while the tenant's turns wait for less than two seconds", async () => {
    await rest();
    const id = newId("prc");
    await registerProcess(operator, { id, ...report });
    invalidateInstance();
    const slow = await makeTenant();
    const { chatbot: bot, ctx } = slow;
    try {
      await runTurn(slow.visitor(), {
        chatbot: bot,
        request: { ...request("question later"), chatbot: bot.handle },
        queueMode: "exclusive",
      });
      await asOwner(
        "update queue.job set start_after = now() - interval '4 seconds' where group_id = $1 and state = 'created'",
        [ctx.tenantId],
      );
      await updateInstance(operator, { dispatch: "auto" });
      await expect(choose(chatbot(), true, ctx)).rejects.toMatchObject(isOverloaded);
      expect(fullQueueOf(ctx.tenantId)).toBe("auto");
      await expect(choose(chatbot("auto"), true, ctx)).rejects.toMatchObject(isOverloaded);
      expect(await choose(chatbot("queued"), false, ctx)).toBe("exclusive");
    } finally {
      await asOwner("delete from queue.job where group_id = $1", [ctx.tenantId]);
      await updateInstance(operator, instanceChange.parse({}));
      await unregisterProcess(operator, id);
      invalidateInstance();
    }
  });
});

const isOverloaded = { code: "unavailable", details: { reason: "overloaded" } };
