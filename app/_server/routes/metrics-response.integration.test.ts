import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { GET as live } from "#app/api/health/live/route.ts";
import { GET as health } from "#app/api/health/route.ts";
import { GET } from "#app/api/metrics/route.ts";
import { POST as direct } from "#app/chat-direct/route.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import { resetEnv } from "#lib/core/env.ts";
import { declareOwnServer } from "#lib/core/server-mode.ts";
import { transactionWithJobs } from "#lib/jobs/transaction-with-jobs.ts";
import { syncSourceJob } from "#lib/knowledge/jobs.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { strongSecrets } from "#testing/strong-secrets.ts";
import { jobs } from "#worker/registry.ts";
import { PEER_HEADER } from "../http/client-address.ts";
import { takeStreamPlace } from "../streams/open-streams.ts";

const TOKEN = "a token for the collector";
const none = { params: Promise.resolve({}) };
const scrape = (headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) =>
  GET(new Request("http://localhost/api/metrics", { headers }), none);

/** The value of a metric's line by its name and labels; null if there is no such line. */
async function lineOf(line: string): Promise<number | null> {
  const text = await (await scrape()).text();
  const found = text.split("\n").find((each) => each.startsWith(`${line} `));
  return found === undefined ? null : Number(found.slice(line.length + 1));
}

let tenant: TestTenant;

function set(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetEnv();
}

beforeAll(async () => {
  tenant = await makeTenant("Metrics of one");
});

const atFirst = { NODE_ENV: process.env.NODE_ENV };
const home = {
  METRICS_TOKEN: TOKEN,
  ...atFirst,
  NEXTAUTH_SECRET: undefined,
  USER_HASH_SECRET: undefined,
  ENCRYPTION_KEY: undefined,
};
beforeAll(() => set(home));
afterEach(() => {
  declareOwnServer(false);
  set(home);
});
afterAll(() => set({ ...home, METRICS_TOKEN: undefined }));

test("requires the token", async () => {
  const right = await scrape();
  expect(right.status).toBe(200);
  expect(right.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const authorization of ["", "Bearer", `Bearer ${TOKEN}x`, TOKEN, "Bearer undefined"])
    expect((await scrape({ authorization })).status).toBe(401);
  expect((await scrape({})).status).toBe(401);
});

test("needs no token from this machine in development, which no other client can imitate", async () => {
  const loopback = { [PEER_HEADER]: "::ffff:127.0.0.1" };
  expect((await scrape(loopback)).status, "not seen by our own server").toBe(401);
  declareOwnServer();
  expect((await scrape(loopback)).status).toBe(200);
  expect((await scrape({ [PEER_HEADER]: "::1" })).status).toBe(200);
  expect((await scrape({ [PEER_HEADER]: "192.0.2.1" })).status).toBe(401);
  expect((await scrape({ [PEER_HEADER]: "192.0.2.1", "x-forwarded-for": "127.0.0.1" })).status).toBe(401);
});

test("needs the token from this machine too in production, and is closed while none is set", async () => {
  declareOwnServer();
  const secrets = strongSecrets();
  set({ ...secrets, NODE_ENV: "production" });
  expect((await scrape({ [PEER_HEADER]: "127.0.0.1" })).status).toBe(401);
  expect((await scrape()).status).toBe(200);
  set({ METRICS_TOKEN: undefined });
  for (const authorization of [`Bearer ${TOKEN}`, "Bearer undefined", "Bearer "])
    expect((await scrape({ authorization, [PEER_HEADER]: "127.0.0.1" })).status).toBe(401);
});

test("has lines for every queue and counts its due jobs", async () => {
  for (const { name } of jobs) {
    expect(await lineOf(`parley_queue_depth{job="${name}"}`), name).not.toBeNull();
    expect(await lineOf(`parley_queue_oldest_age_seconds{job="${name}.dead"}`), name).not.toBeNull();
  }
  const depth = `parley_queue_depth{job="${syncSourceJob.name}"}`;
  const before = (await lineOf(depth)) ?? 0;
  const payload = { sourceId: tenant.sourceId, revision: 1 };
  await transactionWithJobs(tenant.ctx, [syncSourceJob], async (_, enqueue) => {
    await enqueue(syncSourceJob, payload);
    await enqueue(syncSourceJob, payload, { after: new Date(Date.now() + 86_400_000) });
  });
  expect(await lineOf(depth), "remembered for a moment").toBe(before);
  Reflect.deleteProperty(globalThis, Symbol.for("parley.jobs.queues"));
  expect(await lineOf(depth), "due ones only").toBe(before + 1);
  expect(await lineOf(`parley_queue_oldest_age_seconds{job="${syncSourceJob.name}"}`)).toBeGreaterThan(0);
});

test("reports degraded health with 200 when jobs wait for long, and liveness regardless of them", async () => {
  const checked = async () => {
    Reflect.deleteProperty(globalThis, Symbol.for("parley.jobs.queues"));
    const response = await health(new Request("http://localhost/api/health"), none);
    const { status, checks } = (await response.json()) as { status: string; checks: { queue: object } };
    return [response.status, status, checks.queue];
  };
  // Earlier suites leave jobs in the queue, and may have run for many minutes since.
  await asOwner("update queue.job set start_after = now() where start_after < now() - interval '1 minute'");
  expect(await checked()).toMatchObject([200, "ok", { status: "ok" }]);
  const waiting = `name = '${syncSourceJob.name}' and state = 'created'`;
  await asOwner(`update queue.job set start_after = now() - interval '11 minutes'
    where ${waiting} and start_after <= now()`);
  expect(await checked()).toMatchObject([200, "degraded", { status: "degraded" }]);
  expect((await live(new Request("http://localhost/api/health/live"), none)).status).toBe(200);
  await asOwner(`delete from queue.job where ${waiting}`);
  expect(await checked()).toMatchObject([200, "ok", { status: "ok" }]);
});

test("counts a turn by route and state, without any name or id", async () => {
  const key = await createApiKey(tenant.ctx, { name: "Direct", scopes: ["chat"] });
  const counts = async () => ({
    requests: await lineOf(
      'parley_http_request_duration_seconds_count{method="POST",route="/chat-direct",status="2xx"}',
    ),
    firstTokens: await lineOf("parley_turn_first_token_seconds_count"),
    turns: await lineOf('parley_turn_duration_seconds_count{state="complete"}'),
    searches: await lineOf("parley_retrieval_duration_seconds_count"),
  });
  const before = await counts();
  const response = await direct(
    new Request("http://localhost/chat-direct", {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ message: "What is this about?", chatbotId: tenant.chatbot.id }),
    }),
    none,
  );
  expect(response.status).toBe(200);
  const after = await counts();
  for (const name of ["requests", "firstTokens", "turns"] as const)
    expect(after[name], name).toBe((before[name] ?? 0) + 1);
  expect(after.searches).toBeGreaterThan(before.searches ?? 0);
  expect(await lineOf("parley_turns_in_flight")).toBe(0);
  const text = await (await scrape()).text();
  for (const secret of [tenant.ctx.tenantId, tenant.chatbot.id, tenant.chatbot.handle, "Metrics of one"])
    expect(text).not.toContain(secret);
});

test("measures the process itself", async () => {
  await live(new Request("http://localhost/api/health/live"), none);
  const answered =
    'parley_http_request_duration_seconds_count{method="GET",route="/api/health/live",status="2xx"}';
  expect(await lineOf(answered)).toBeGreaterThan(0);
  expect(await lineOf('parley_database_pool{state="total"}')).toBeGreaterThan(0);
  // Work in the background may be waiting for the only connection at this moment.
  await expect.poll(() => lineOf('parley_database_pool{state="waiting"}')).toBe(0);
  const streams = (await lineOf("parley_stream_subscribers")) ?? 0;
  const place = takeStreamPlace(tenant.ctx);
  expect(await lineOf("parley_stream_subscribers")).toBe(streams + 1);
  place.leave();
  expect(await lineOf("parley_stream_subscribers")).toBe(streams);
  expect(await lineOf('parley_cache_requests_total{cache="api-key",result="miss"}')).toBeGreaterThan(0);
  expect(await lineOf("parley_process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(await lineOf("parley_process_resident_memory_bytes")).toBeGreaterThan(1e6);
  const queries = (await lineOf("parley_database_query_duration_seconds_count")) ?? 0;
  await getWorkspace(tenant.ctx);
  expect(await lineOf("parley_database_query_duration_seconds_count")).toBeGreaterThan(queries);
  // Other files of the run may have used Redis in this process.
  expect(await lineOf("parley_redis_command_duration_seconds_count")).toBeGreaterThanOrEqual(0);
  // Blocks the event loop for more than 100 ms.
  await scrape();
  await new Promise((resolve) => setTimeout(resolve, 60));
  for (const until = performance.now() + 150; performance.now() < until; );
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await lineOf('parley_event_loop_delay_seconds{stat="max"}')).toBeGreaterThan(0.1);
});
