import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { keptEmails } from "#lib/core/email/send-email.ts";
import { resetEnv } from "#lib/core/env.ts";
import { idToUuid, newId } from "#lib/core/ids.ts";
import { registerProcess } from "#lib/instance/register-process.ts";
import { defaultAlertLimits } from "#lib/instance/schema.ts";
import { updateInstance } from "#lib/instance/update-instance.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant } from "#testing/postgres/tenant.ts";
import { checkAlerts } from "./check-alerts.ts";
import { DatabaseAlert } from "./database-alert.ts";
import { listAlerts } from "./list-alerts.ts";
import { readFigures } from "./queries.ts";

type Received = { path: string; key: string | undefined; body: Record<string, unknown> };

const operator = sealOperator();
const quiet = { queues: [], isRedisAway: false, isStorageAway: false, slackFailedPercent: null };
const crowded = { ...quiet, queues: [{ name: "x", depth: 2_000, oldestSeconds: 3 }] };
const received: Received[] = [];
let server: Server;
let status = 200;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
}

/** Moves the stored times back, as if the last check had been `seconds` ago. */
const wait = (seconds: number) =>
  asOwner(
    `update platform.alerts set over_at = over_at - make_interval(secs => ${seconds});
     update platform.alert_deliveries set next_at = next_at - make_interval(secs => ${seconds})`,
  );

const receivedAt = (path: string) => received.filter((one) => one.path === path);

beforeEach(async () => {
  await asOwner("delete from platform.alerts; delete from platform.processes");
  // Turns of other suites fall into the same window.
  await updateInstance(operator, {
    alerts: { ...defaultAlertLimits, errorPercent: null, firstTokenSeconds: null },
  });
  received.length = 0;
  status = 200;
  server = createServer(async (request, response) => {
    const body = JSON.parse(await bodyOf(request)) as Received["body"];
    received.push({ path: request.url ?? "", key: request.headers["idempotency-key"]?.toString(), body });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.ALERT_WEBHOOK_URL = `${base}/hook`;
  process.env.ALERT_SLACK_WEBHOOK_URL = `${base}/slack`;
  process.env.ALERT_EMAIL = "ops@example.com";
  resetEnv();
});

afterEach(async () => {
  for (const name of ["ALERT_WEBHOOK_URL", "ALERT_SLACK_WEBHOOK_URL", "ALERT_EMAIL"])
    delete process.env[name];
  resetEnv();
  await updateInstance(operator, { alerts: defaultAlertLimits });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("alerts", () => {
  it("fire once, however many processes check and how often, and are sent by webhook, Slack and email", async () => {
    const toOps = () => keptEmails().filter(({ to }) => to === "ops@example.com");
    const before = toOps().length;
    await Promise.all(Array.from({ length: 8 }, () => checkAlerts(operator, crowded)));
    await checkAlerts(operator, crowded);
    expect(receivedAt("/hook")).toEqual([
      {
        path: "/hook",
        key: expect.stringMatching(/^alt_.*\/fired$/),
        body: expect.objectContaining({
          event: "alert.fired",
          rule: "queueDepth",
          value: 2_000,
          threshold: 1_000,
        }),
      },
    ]);
    expect(receivedAt("/slack").map(({ body }) => body)).toEqual([
      { text: expect.stringContaining("2,000 jobs are queued") },
    ]);
    const mails = toOps().slice(0, toOps().length - before);
    expect(mails.map(({ to, subject }) => ({ to, subject }))).toEqual([
      { to: "ops@example.com", subject: "Alert: 2,000 jobs are queued (limit 1,000)." },
    ]);
    expect(await listAlerts(operator)).toEqual([
      expect.objectContaining({ rule: "queueDepth", clearedAt: null, arrived: 3, due: 3 }),
    ]);
  });

  it("fire when a process delivers messages in rooms late, while it is alive", async () => {
    const report = {
      role: "websocket",
      version: "0",
      turnsInFlight: 0,
      streams: 0,
      memoryMb: 1,
      loopDelayMs: 0,
      roomConnections: 30,
      cpuPercent: 5,
    };
    await registerProcess(operator, { id: newId("prc"), ...report, deliveryMs: null });
    await registerProcess(operator, { id: newId("prc"), ...report, deliveryMs: 1_000 });
    expect(await checkAlerts(operator, quiet)).toEqual([]);
    await registerProcess(operator, { id: newId("prc"), ...report, deliveryMs: 1_500 });
    expect(await checkAlerts(operator, quiet)).toEqual([{ rule: "roomDelivery", value: 1.5, threshold: 1 }]);
    expect(receivedAt("/slack")[0]?.body).toEqual({
      text: expect.stringContaining("Room messages are being delivered late: p95 1.5 s"),
    });
    await asOwner("update platform.processes set seen_at = now() - interval '31 seconds'");
    expect(await checkAlerts(operator, quiet)).toEqual([]);
  });

  it("clear by themselves once nobody has seen it for a minute, and not before", async () => {
    await checkAlerts(operator, crowded);
    await checkAlerts(operator, quiet);
    await wait(50);
    await checkAlerts(operator, quiet);
    expect(receivedAt("/hook")).toHaveLength(1);
    await wait(11);
    await Promise.all([checkAlerts(operator, quiet), checkAlerts(operator, quiet)]);
    expect(receivedAt("/hook").map(({ body }) => body.event)).toEqual(["alert.fired", "alert.cleared"]);
    expect(receivedAt("/slack")[1]?.body).toEqual({
      text: expect.stringContaining("The queue is back below its limit."),
    });
    const [alert] = await listAlerts(operator);
    expect(alert?.clearedAt).toBeInstanceOf(Date);
    // Firing again creates a separate alert.
    await checkAlerts(operator, crowded);
    expect(receivedAt("/hook").map(({ body }) => body.event)).toEqual([
      "alert.fired",
      "alert.cleared",
      "alert.fired",
    ]);
    expect(new Set(receivedAt("/hook").map(({ body }) => body.id)).size).toBe(2);
  });

  it("send the resolution later when the receiver was down at that moment", async () => {
    await checkAlerts(operator, crowded);
    await wait(61);
    status = 503;
    await checkAlerts(operator, quiet);
    expect((await readFigures(operator)).isQuiet, "its resolution is not sent").toBe(false);
    status = 200;
    await wait(16);
    await checkAlerts(operator, quiet);
    expect(receivedAt("/hook").map(({ body }) => body.event)).toEqual([
      "alert.fired",
      "alert.cleared",
      "alert.cleared",
    ]);
    expect((await readFigures(operator)).isQuiet).toBe(true);
  });

  it("are sent again to a receiver that was down, and to no other", async () => {
    const mails = () => keptEmails().filter(({ subject }) => subject.includes("2,000")).length;
    const before = mails();
    status = 503;
    await checkAlerts(operator, crowded);
    await checkAlerts(operator, crowded);
    expect(receivedAt("/hook")).toHaveLength(1);
    status = 200;
    await wait(16);
    await checkAlerts(operator, crowded);
    expect(receivedAt("/hook")).toHaveLength(2);
    expect(receivedAt("/hook")[0]?.key).toBe(receivedAt("/hook")[1]?.key);
    expect(mails()).toBe(before + 1);
    await wait(3_600);
    await checkAlerts(operator, crowded);
    expect(receivedAt("/hook")).toHaveLength(2);
    expect(await listAlerts(operator)).toEqual([expect.objectContaining({ arrived: 3, due: 3 })]);
  });

  it("name a worker that fell silent, until another has begun in its place", async () => {
    const put = (seen: string, started: string) =>
      asOwner(
        "insert into platform.processes (id, role, version, started_at, seen_at) values (gen_random_uuid(), 'worker', 'x', now() - $2::interval, now() - $1::interval)",
        [seen, started],
      );
    await put("10 seconds", "1 hour");
    expect(await checkAlerts(operator, quiet)).toEqual([]);
    await put("31 seconds", "1 hour");
    expect(await checkAlerts(operator, quiet)).toEqual([{ rule: "worker", value: 1, threshold: null }]);
    await put("1 second", "20 seconds");
    expect(await checkAlerts(operator, quiet)).toEqual([]);
    await asOwner("delete from platform.processes where version = 'x'");
  });

  it("name a file storage that is away, once, and clear it when it has answered for a minute", async () => {
    const away = { ...quiet, isStorageAway: true };
    await Promise.all([checkAlerts(operator, away), checkAlerts(operator, away)]);
    expect(await listAlerts(operator)).toEqual([
      expect.objectContaining({ rule: "storage", clearedAt: null, arrived: 3, due: 3 }),
    ]);
    await wait(61);
    await checkAlerts(operator, quiet);
    expect(receivedAt("/hook").map(({ body }) => [body.event, body.rule, body.text])).toEqual([
      ["alert.fired", "storage", expect.stringContaining("file storage is not responding or is full")],
      ["alert.cleared", "storage", "The file storage is responding again."],
    ]);
    expect(await listAlerts(operator)).toEqual([
      expect.objectContaining({ rule: "storage", clearedAt: expect.any(Date), arrived: 6, due: 6 }),
    ]);
  });

  it("know how the turns of the last five minutes ended, when they began to speak, and what they cost", async () => {
    const { ctx, chatbot } = await makeTenant();
    // Turns of other tests must not leave the window between the two readings.
    await asOwner(
      `update platform.turns set started_at = started_at - interval '1 day',
        first_token_at = first_token_at - interval '1 day', ended_at = ended_at - interval '1 day'`,
    );
    const before = await readFigures(operator);
    const ids = [idToUuid(ctx.tenantId), idToUuid(chatbot.id)];
    // Of 30 turns, 10 failed, 5 were interrupted and 5 stopped; 5 more ended too long ago, and one is
    // running.
    await asOwner(
      `with conversation as (
        insert into platform.conversations (tenant_id, id, chatbot_id, user_id_hash, client_key, title)
        values ($1, gen_random_uuid(), $2, 'h', 'k', 't') returning tenant_id, id
      ), message as (
        insert into platform.messages (tenant_id, id, conversation_id, seq, role, content_full, content_brief, user_id_hash)
        select tenant_id, gen_random_uuid(), id, n, 'assistant', '', '', 'h' from conversation, generate_series(1, 36) n
        returning tenant_id, id, conversation_id, seq
      )
      insert into platform.turns (tenant_id, id, conversation_id, question_id, answer_id, state, provider, model, started_at, first_token_at, ended_at)
      select tenant_id, gen_random_uuid(), conversation_id, id, id,
        case when seq <= 10 then 'failed' when seq <= 15 then 'interrupted' when seq <= 20 then 'stopped' when seq > 35 then 'running' else 'complete' end,
        'p', 'm', t.at - interval '60 seconds', case when seq > 10 then t.at - interval '60 seconds' + make_interval(secs => seq) end,
        case when seq <= 35 then t.at end
      from message, lateral (select now() - case when seq between 31 and 35 then interval '6 minutes' else interval '1 minute' end as at) t`,
      ids,
    );
    await asOwner(
      `insert into platform.usage_totals (tenant_id, scope, scope_key, period, starts_on, cost_micros)
       values ($1, 'tenant', '', 'day', (now() at time zone 'UTC')::date, 77), ($1, 'chatbot', $2::text, 'day', (now() at time zone 'UTC')::date, 77)`,
      ids,
    );
    const after = await readFigures(operator);
    expect(after.turns).toEqual({ ended: 30, failed: 15, firstTokens: 21, firstTokenP95Seconds: 30 });
    expect(after.costMicrosToday - before.costMicrosToday).toBe(77);
  });

  it("of the database are sent by the process that notices, and stored when it is back", async () => {
    const alert = new DatabaseAlert();
    const from = new Date(Date.now() - 60_000);
    await alert.away(from);
    expect(received).toEqual([]);
    await alert.away(new Date());
    await alert.away(new Date());
    expect(receivedAt("/hook").map(({ body }) => [body.event, body.rule])).toEqual([
      ["alert.fired", "database"],
    ]);
    const back = new Date();
    await alert.back(operator, back);
    await alert.back(operator, new Date());
    expect(receivedAt("/hook").map(({ body }) => body.event)).toEqual(["alert.fired", "alert.cleared"]);
    expect(await listAlerts(operator)).toEqual([
      expect.objectContaining({ rule: "database", firedAt: from, clearedAt: back }),
    ]);
  });

  it("go by what the owner has set, and write down no more than that without a receiver", async () => {
    for (const name of ["ALERT_WEBHOOK_URL", "ALERT_SLACK_WEBHOOK_URL", "ALERT_EMAIL"])
      delete process.env[name];
    resetEnv();
    await checkAlerts(operator, { ...quiet, isRedisAway: true });
    expect(received).toEqual([]);
    expect(await listAlerts(operator)).toEqual([
      expect.objectContaining({ rule: "redis", arrived: 0, due: 0 }),
    ]);
  });
});
