import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sealKey } from "#lib/ai/connections/connected-model.ts";
import type { ConnectionInput } from "#lib/ai/connections/schema.ts";
import { listAuditEntries } from "#lib/audit/list-audit-entries.ts";
import { transaction } from "#lib/context/transaction.ts";
import { listMessages } from "#lib/conversation/list-messages.ts";
import type { ChatRequest } from "#lib/conversation/schema.ts";
import { answerQueuedTurnJob } from "#lib/conversation/turn/jobs.ts";
import { runTurn } from "#lib/conversation/turn/run-turn.ts";
import type { QueueMode } from "#lib/conversation/turn/turn.ts";
import { resetEnv } from "#lib/core/env.ts";
import { log } from "#lib/core/log.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { startWorker } from "#lib/jobs/start-worker.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { getChatbot } from "../get-chatbot.ts";
import { lockConnection, putConnection } from "../queries/connections.ts";
import { connectModel } from "./connect-model.ts";
import { disconnectModel } from "./disconnect-model.ts";
import { getConnection } from "./get-connection.ts";
import { getStandardModel } from "./get-standard-model.ts";
import { listModels } from "./list-models.ts";
import { testConnection } from "./test-connection.ts";

const KEY = "sk-own-key-of-the-workspace-7Q2x";
const OTHER_KEY = "sk-the-key-after-a-rotation-9Zb4";
const setLogger = (logger: unknown) => Object.assign(globalThis, { [Symbol.for("parley.log")]: logger });
const limits = { firstTokenMs: 60_000, stallMs: 60_000, totalMs: 120_000, attempts: 1 };

let own: ModelServer;
let instance: ModelServer;
let tenant: TestTenant;
let serial = 0;

beforeAll(async () => {
  [own, instance] = await Promise.all([startModelServer(), startModelServer()]);
});
afterAll(async () => {
  await Promise.all([own.close(), instance.close()]);
});
beforeEach(async () => {
  own.reset();
  instance.reset();
  tenant = await makeTenant();
});
afterEach(() => {
  for (const name of ["OPENAI_BASE_URL", "ALLOW_PRIVATE_MODEL_SERVERS"]) delete process.env[name];
  resetEnv();
});

const input = (more: Partial<ConnectionInput> = {}): ConnectionInput => ({
  preset: "custom",
  baseUrl: own.baseUrl,
  key: KEY,
  model: "own-model",
  ...more,
});

/** Asks as a visitor. Uses what this process has cached of the chatbot. */
async function ask({ ctx, chatbot, visitor }: TestTenant, queueMode: QueueMode = "none") {
  serial += 1;
  const request: ChatRequest = {
    id: `own-${serial}`,
    chatbot: chatbot.handle,
    trigger: "submit-message",
    message: { id: `q-${serial}`, role: "user", parts: [{ type: "text", text: "How long does it charge?" }] },
  };
  const asker = visitor();
  const found = await getChatbot(ctx, chatbot.id);
  const turn = await runTurn(asker, { chatbot: found, request, limits, queueMode });
  for await (const _ of turn.follow());
  await turn.ended;
  return (await listMessages(asker, { name: request.id })).messages.at(-1);
}

const calls = (server: ModelServer) =>
  server.requests.filter(({ path }) => path.endsWith("/chat/completions"));
const keysSeen = () => calls(own).map(({ headers }) => headers.authorization);

describe("a connected model", () => {
  it("answers with its key and model, and is what Studio shows", async () => {
    await connectModel(tenant.ctx, input());
    expect(await ask(tenant)).toMatchObject({
      text: expect.stringContaining("Echo"),
      turn: { state: "complete" },
    });
    expect(calls(own).map(({ body }) => body.model)).toEqual(["own-model"]);
    expect(keysSeen()).toEqual([`Bearer ${KEY}`]);
    expect(await getStandardModel(tenant.ctx)).toEqual({ id: "own-model", builtIn: false });
    expect(await getConnection(tenant.ctx)).toMatchObject({
      keyEnd: "7Q2x",
      isKeyLost: false,
      model: "own-model",
    });
    expect(await listModels(tenant.ctx)).toEqual(["scripted", "scripted-embedding"]);
  });

  it("answers instead of the instance's, for its own workspace only", async () => {
    process.env.OPENAI_BASE_URL = instance.baseUrl;
    resetEnv();
    const neighbor = await makeTenant();
    await connectModel(tenant.ctx, input());
    await ask(tenant);
    expect([calls(own).length, calls(instance).length]).toEqual([1, 0]);
    await ask(neighbor);
    expect(calls(own)).toHaveLength(1);
    expect(await getConnection(neighbor.ctx)).toBeNull();
    expect(await listModels(neighbor.ctx)).toEqual(["scripted", "scripted-embedding"]);
    expect(keysSeen()).toEqual([`Bearer ${KEY}`]);
  });

  it("is called as it wants to be, which changes nothing for other workspaces on the same server", async () => {
    const neighbor = await makeTenant();
    for (const { ctx } of [tenant, neighbor]) await connectModel(ctx, input());
    const message = "Unsupported parameter: 'stream_options'";
    let refusals = 0;
    own.script(() => {
      refusals += 1;
      return refusals > 1 ? {} : { fault: { kind: "status", status: 400, body: { error: { message } } } };
    });
    expect(await ask(tenant)).toMatchObject({ turn: { state: "complete" } });
    await ask(tenant);
    await ask(neighbor);
    const hasOptions = calls(own).map(({ body }) => "stream_options" in body);
    expect(hasOptions).toEqual([true, false, false, true]);
  });

  it("is called for the model of a chatbot that has chosen one", async () => {
    await connectModel(tenant.ctx, input());
    const chatbot = { ...tenant.chatbot, config: { ...tenant.chatbot.config, model: "another-model" } };
    await asOwner(
      'update platform.chatbots set config = config || \'{"model": "another-model"}\' where handle = $1',
      [chatbot.handle],
    );
    await connectModel(tenant.ctx, input({ key: undefined }));
    await ask(tenant);
    expect(calls(own).map(({ body }) => body.model)).toEqual(["another-model"]);
  });

  it("answers queued turns too", async () => {
    await connectModel(tenant.ctx, input());
    await closeBoss();
    const worker = await startWorker({ jobs: [answerQueuedTurnJob] });
    try {
      expect(await ask(tenant, "exclusive")).toMatchObject({ turn: { state: "complete" } });
      expect(keysSeen()).toEqual([`Bearer ${KEY}`]);
    } finally {
      await worker.close(2_000);
      await closeBoss();
    }
  });

  it("counts tokens like any model, and is removed with its key", async () => {
    await connectModel(tenant.ctx, input());
    await ask(tenant);
    const used = await asOwner<{ model: string; input_tokens: number; state: string }>(
      "select model, input_tokens, state from platform.usage_entries where chatbot_id = (select id from platform.chatbots where handle = $1)",
      [tenant.chatbot.handle],
    );
    expect(used).toMatchObject([{ model: "own-model", state: "settled" }]);
    expect(used[0]?.input_tokens).toBeGreaterThan(0);
    await disconnectModel(tenant.ctx);
    await disconnectModel(tenant.ctx);
    await ask(tenant);
    expect(calls(own)).toHaveLength(1);
    expect(await getConnection(tenant.ctx)).toBeNull();
    const actions = (await listAuditEntries(tenant.ctx, null)).map(({ action }) => action);
    expect(actions.filter((action) => action.startsWith("model."))).toEqual([
      "model.disconnected",
      "model.connected",
    ]);
  });
});

describe("the key", () => {
  it("is used after a rotation in another process within three seconds", async () => {
    await connectModel(tenant.ctx, input());
    await ask(tenant);
    await transaction(tenant.ctx, async (tx) => {
      const row = await lockConnection(tx);
      if (row) await putConnection(tx, { ...row, sealedKey: sealKey(tx.tenantId, OTHER_KEY) });
    });
    const now = Date.now;
    vi.spyOn(Date, "now").mockImplementation(() => now() + 3_001);
    await ask(tenant);
    expect(keysSeen()).toEqual([`Bearer ${KEY}`, `Bearer ${OTHER_KEY}`]);
  });

  it("is used after a rotation in this process at once, and kept where none is given", async () => {
    await connectModel(tenant.ctx, input());
    await ask(tenant);
    await connectModel(tenant.ctx, input({ key: OTHER_KEY }));
    await ask(tenant);
    await connectModel(tenant.ctx, input({ key: undefined, model: "next" }));
    await ask(tenant);
    expect(keysSeen()).toEqual([`Bearer ${KEY}`, `Bearer ${OTHER_KEY}`, `Bearer ${OTHER_KEY}`]);
    const entries = await listAuditEntries(tenant.ctx, null);
    expect(
      entries.filter(({ action }) => action === "model.changed").map(({ details }) => details.fields),
    ).toEqual([["model"], ["key"]]);
  });

  it("is in no table, entry, page or log", async () => {
    const written: string[] = [];
    const [logger, plain] = [
      log(),
      pino({ level: "trace" }, { write: (line: string) => void written.push(line) }),
    ];
    // Without its redaction, which is only the second defense.
    setLogger(plain);
    try {
      await connectModel(tenant.ctx, input());
      own.script({
        fault: { kind: "status", status: 401, body: { error: { message: `Wrong key ${KEY}` } } },
      });
      expect(await ask(tenant)).toMatchObject({ turn: { state: "failed", errorCode: "model_key_refused" } });
      const refused = await testConnection(tenant.ctx, { baseUrl: own.baseUrl, model: "own-model" });
      expect(JSON.stringify(refused)).not.toContain(KEY);
    } finally {
      setLogger(logger);
    }
    const tables = await asOwner<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.length).toBeGreaterThan(30);
    expect(written.join()).toContain("model call failed");
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await asOwner(`select 1 as hit from ${name} t where strpos(t::text, $1) > 0 limit 1`, [
        KEY,
      ]);
      if (rows.length > 0) found.push(name);
    }
    expect(found).toEqual([]);
    // The search does find what is stored in clear.
    const query =
      "select 1 as hit from platform.model_connections t where strpos(t::text, '7Q2x') > 0 limit 1";
    expect(await asOwner(query)).toHaveLength(1);
    const shown = [await getConnection(tenant.ctx), await listAuditEntries(tenant.ctx, null), written];
    expect(JSON.stringify(shown)).not.toContain(KEY);
  });

  it("goes to no other server than the one it was entered for", async () => {
    await connectModel(tenant.ctx, input());
    const elsewhere = { baseUrl: instance.baseUrl, model: "m" };
    const refusal = { code: "invalid", details: [{ path: "key" }] };
    await expect(testConnection(tenant.ctx, elsewhere)).rejects.toMatchObject(refusal);
    await expect(connectModel(tenant.ctx, input({ ...elsewhere, key: undefined }))).rejects.toMatchObject(
      refusal,
    );
    expect(instance.requests).toEqual([]);
    expect(await testConnection(tenant.ctx, { ...elsewhere, key: "another-key" })).toMatchObject({
      isOk: true,
    });
    expect(instance.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer another-key",
      "Bearer another-key",
    ]);
  });

  it("opens in no other workspace, and its loss is said", async () => {
    const neighbor = await makeTenant();
    await connectModel(tenant.ctx, input());
    await connectModel(neighbor.ctx, input({ key: "sk-the-key-of-the-neighbor" }));
    const sealed = await transaction(tenant.ctx, async (tx) => (await lockConnection(tx))?.sealedKey ?? null);
    await transaction(neighbor.ctx, async (tx) => {
      const row = await lockConnection(tx);
      if (row) await putConnection(tx, { ...row, sealedKey: sealed });
    });
    expect(await getConnection(neighbor.ctx)).toMatchObject({ isKeyLost: true });
    await ask(neighbor);
    expect(keysSeen()).toEqual([undefined]);
    await expect(testConnection(neighbor.ctx, { baseUrl: own.baseUrl })).rejects.toMatchObject({
      code: "invalid",
      details: [{ path: "key" }],
    });
  });
});

describe("where private addresses are not allowed", () => {
  it("refuses them, and calls none that was connected before", async () => {
    await connectModel(tenant.ctx, input());
    process.env.ALLOW_PRIVATE_MODEL_SERVERS = "0";
    resetEnv();
    const refusal = { code: "invalid", details: [{ path: "baseUrl" }] };
    await expect(connectModel(tenant.ctx, input())).rejects.toMatchObject(refusal);
    await expect(testConnection(tenant.ctx, { baseUrl: own.baseUrl, key: KEY })).rejects.toMatchObject(
      refusal,
    );
    expect(await ask(tenant)).toMatchObject({ turn: { state: "failed", errorCode: "model_unavailable" } });
    expect(own.requests).toEqual([]);
  });
});
