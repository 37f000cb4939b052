import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type WorkStore, workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external.js";
import {
  type WorkUnitStore,
  workUnitAsyncStorage,
} from "next/dist/server/app-render/work-unit-async-storage.external.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as chatDoor from "#app/api/chat/route.ts";
import * as jobDoor from "#app/api/jobs/[id]/route.ts";
import * as jobsDoor from "#app/api/jobs/route.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import type { ApiScope } from "#lib/auth/schema.ts";
import type { TurnJob } from "#lib/conversation/api-jobs/turn-job.ts";
import { resetEnv } from "#lib/core/env.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

/** What Next puts around a request: the host keeps alive what goes on after the answer. */
const host = {
  afterContext: { after: (work: () => Promise<unknown>) => void work() },
} as unknown as WorkStore;
const unit = {} as unknown as WorkUnitStore;

const settings = { OPENAI_API_KEY: "test-key", OPENAI_EMBEDDING_MODEL: "test-embedding" };
let model: ModelServer;
let tenant: TestTenant;
let key: string;

const makeKey = (owner: TestTenant, scopes: ApiScope[] = ["chat"]) =>
  createApiKey(owner.ctx, { name: "Machine", scopes });
const question = (text: string, more: object = {}) => ({
  id: randomUUID(),
  chatbot: tenant.chatbot.handle,
  message: { id: randomUUID(), role: "user", parts: [{ type: "text", text }] },
  ...more,
});

type Door = Record<
  "GET" | "POST" | "PUT" | "DELETE",
  (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>
>;
type Sent = { key?: string | null; body?: unknown; headers?: Record<string, string> };

async function send(
  method: keyof Door,
  path: string,
  { key: own = key, body, headers = {} }: Sent = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const request = new Request(`http://parley.test${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(own && { authorization: `Bearer ${own}` }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const id = /^\/api\/jobs\/([^?]+)/.exec(path)?.[1];
  const door = (path.startsWith("/api/chat") ? chatDoor : id ? jobDoor : jobsDoor) as unknown as Door;
  const params = Promise.resolve({ ...(id && { id }) });
  const response = await workAsyncStorage.run(host, () =>
    workUnitAsyncStorage.run(unit, () => door[method](request, { params })),
  );
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

async function accept(text: string, more: object = {}): Promise<string> {
  const { status, body } = await send("POST", "/api/jobs", { body: question(text, more) });
  expect(status, JSON.stringify(body)).toBe(202);
  return String(body.jobId);
}

async function look(id: string, own = key): Promise<TurnJob> {
  const { status, body } = await send("GET", `/api/jobs/${id}`, { key: own });
  expect(status, JSON.stringify(body)).toBe(200);
  return body as TurnJob;
}

async function until(id: string, isSo: (job: TurnJob) => boolean): Promise<TurnJob> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
    const job = await look(id);
    if (isSo(job)) return job;
  }
  throw new Error(`${id} did not come so far: ${JSON.stringify(await look(id))}`);
}

beforeAll(async () => {
  model = await startModelServer();
  Object.assign(process.env, settings, { OPENAI_BASE_URL: model.baseUrl });
  resetEnv();
  tenant = await makeTenant();
  key = await makeKey(tenant);
});
afterAll(async () => {
  await model.close();
  for (const name of [...Object.keys(settings), "OPENAI_BASE_URL"]) delete process.env[name];
  resetEnv();
});
beforeEach(() => model.reset());

describe("asynchronous questions", () => {
  it("accepts the question at once, and returns the answer from the job when it is complete", async () => {
    model.script({ text: "Four hours.", chunkDelayMs: 20 });
    for (const [path, headers] of [
      ["/api/jobs", {}],
      ["/api/chat", { prefer: "respond-async" }],
    ] as const) {
      const {
        status,
        headers: answered,
        body,
      } = await send("POST", path, { headers, body: question("How long?") });
      expect(status).toBe(202);
      expect(body).toEqual({
        jobId: expect.stringMatching(/^job_/),
        turnId: expect.stringMatching(/^trn_/),
      });
      expect(answered.get("location")).toBe(`/api/jobs/${body.jobId}`);
      expect(answered.get("preference-applied")).toBe("respond-async");
      expect(answered.get("cache-control")).toBe("no-store");
      const job = await until(String(body.jobId), ({ state }) => state === "complete");
      expect(job).toMatchObject({
        id: body.jobId,
        turnId: body.turnId,
        text: "Four hours.",
        progress: { characters: "Four hours.".length },
        attempts: 1,
        errorCode: null,
        conversationId: expect.stringMatching(/^cnv_/),
        endedAt: expect.stringMatching(/^\d{4}-/),
      });
    }
  });

  it("returns the same job when sent again, with one model call", async () => {
    model.script({ text: "Once." });
    const body = question("Twice?");
    const all = await Promise.all(Array.from({ length: 5 }, () => send("POST", "/api/jobs", { body })));
    expect(all.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    const ids = new Set(all.map((one) => String(one.body.jobId)));
    expect(ids.size).toBe(1);
    await until([...ids][0] ?? "", ({ state }) => state === "complete");
    expect(model.requests.filter(({ path }) => path.endsWith("/responses"))).toHaveLength(1);
    const other = { ...body, message: { ...body.message, parts: [{ type: "text", text: "Another?" }] } };
    expect((await send("POST", "/api/jobs", { body: other })).status).toBe(422);
  });

  it("reports progress, and keeps the text when canceled", async () => {
    model.script({ tokens: 4_000, chunkDelayMs: 20 });
    const id = await accept("At length, please.");
    const running = await until(id, ({ progress }) => progress.characters > 20);
    expect(running).toMatchObject({ state: "running", text: null, endedAt: null });
    expect((await send("DELETE", `/api/jobs/${id}`)).status).toBe(200);
    const stopped = await until(id, ({ state }) => state !== "running");
    expect(stopped.state).toBe("stopped");
    expect(stopped.text?.length).toBeGreaterThanOrEqual(running.progress.characters);
    await expect.poll(() => model.openRequests()).toBe(0);
    expect((await send("DELETE", `/api/jobs/${id}`)).body).toMatchObject({ id, state: "stopped" });
  });

  it("reports a failure of the model", async () => {
    model.script({ fault: { kind: "status", status: 400 } });
    const job = await until(await accept("Will it?"), ({ state }) => state !== "running");
    expect(job).toMatchObject({ state: "failed", errorCode: "model_unavailable", text: "" });
  });

  it("shows a job to its asker and to no one else", async () => {
    model.script({ text: "Mine." });
    const id = await accept("Whose?");
    await until(id, ({ state }) => state === "complete");
    const [sibling, stranger] = [await makeKey(tenant), await makeKey(await makeTenant())];
    for (const own of [sibling, stranger]) {
      for (const method of ["GET", "DELETE"] as const)
        expect((await send(method, `/api/jobs/${id}`, { key: own })).status).toBe(404);
    }
    expect((await look(id)).text).toBe("Mine.");
    const list = (own: string) => send("GET", `/api/jobs?chatbot=${tenant.chatbot.handle}`, { key: own });
    const mine = (await list(key)).body.jobs as TurnJob[];
    expect(mine[0]).toMatchObject({ id, text: "Mine." });
    expect((await list(sibling)).body).toEqual({ jobs: [] });
    expect((await list(stranger)).status).toBe(404);
  });

  it.each([
    ["no job's id", "GET", "/api/jobs/job_0", {}, 404],
    ["an id of something else", "GET", "/api/jobs/trn_01h45ytscbebyvny4gc8cr8ma2", {}, 404],
    ["nobody's job", "DELETE", "/api/jobs/job_01h45ytscbebyvny4gc8cr8ma2", {}, 404],
    ["a key that is none", "GET", "/api/jobs/job_0", { key: "pk_none" }, 401],
    ["a list of no chatbot", "GET", "/api/jobs", {}, 400],
    ["a list of a chatbot that is not there", "GET", "/api/jobs?chatbot=not-there", {}, 404],
    ["a method that is not offered", "PUT", "/api/jobs", { body: {} }, 405],
    ["an empty body", "POST", "/api/jobs", { body: {} }, 400],
  ] as [string, keyof Door, string, Sent, number][])(
    "%s is refused",
    async (_, method, path, sent, expected) => {
      const { status, body } = await send(method, path, sent);
      expect(status).toBe(expected);
      expect(body).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
    },
  );

  it("rejects a question that cannot be answered, and stores nothing", async () => {
    const before = ((await send("GET", `/api/jobs?chatbot=${tenant.chatbot.handle}`)).body.jobs as TurnJob[])
      .length;
    const bodies: [object, number][] = [
      [question("  "), 400],
      [question("x".repeat(300_000)), 413],
      [question("Where?", { chatbot: "not-there" }), 404],
    ];
    for (const [body, expected] of bodies)
      expect((await send("POST", "/api/jobs", { body })).status).toBe(expected);
    const reading = await makeKey(tenant, ["knowledge:read"]);
    expect((await send("POST", "/api/jobs", { key: reading, body: question("May I?") })).status).toBe(403);
    const after = ((await send("GET", `/api/jobs?chatbot=${tenant.chatbot.handle}`)).body.jobs as TurnJob[])
      .length;
    expect(after).toBe(before);
  });
});
