import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { POST } from "#app/api/v1/queue/probe/route.ts";
import { createApiKey } from "#lib/auth/api-key/create-api-key.ts";
import type { ApiScope } from "#lib/auth/schema.ts";
import { closeBoss } from "#lib/jobs/boss.ts";
import { probeQueueJob } from "#lib/jobs/probe-queue-job.ts";
import { queueProbe } from "#lib/jobs/schema.ts";
import { startWorker, type Worker } from "#lib/jobs/start-worker.ts";
import { createEnvCheckout, type EnvCheckout } from "#testing/env-checkout.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";

let tenant: TestTenant;
let key: string;
let worker: Worker | null = null;

beforeAll(async () => {
  await closeBoss();
  tenant = await makeTenant();
  key = await makeKey("knowledge:write");
  await forgetJobs();
});
afterEach(async () => {
  await worker?.close(1_000);
  worker = null;
  await closeBoss();
  await forgetJobs();
});

const makeKey = (scope: ApiScope) => createApiKey(tenant.ctx, { name: "Machine", scopes: [scope] });
const forgetJobs = () => asOwner("delete from queue.job where name = 'jobs.probe'");
const jobs = () => asOwner("select id from queue.job where name = 'jobs.probe'");
const work = async () => {
  worker = await startWorker({ jobs: [probeQueueJob] });
};

async function probe(body: unknown, authorization: string | null = `Bearer ${key}`) {
  const request = new Request("http://parley.test/api/v1/queue/probe", {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization && { authorization }) },
    body: JSON.stringify(body),
  });
  const response = await POST(request, { params: Promise.resolve({}) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("POST /api/v1/queue/probe", () => {
  it("returns the times of a test job when a worker runs", async () => {
    await work();
    const { status, body } = await probe({ timeoutSeconds: 50 });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(queueProbe.parse(body)).toEqual(body);
    expect(body.pickupMs).toBeGreaterThanOrEqual(0);
  });

  it("is unavailable and leaves no job behind when no worker runs", async () => {
    const { status, headers, body } = await probe({ timeoutSeconds: 1 });
    expect({ status, code: body.error.code }).toEqual({ status: 503, code: "unavailable" });
    expect(body.error.message).toContain("No worker");
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await jobs()).toEqual([]);
  });

  it.each([
    {},
    { timeoutSeconds: 0 },
    { timeoutSeconds: 51 },
    { timeoutSeconds: 1.5 },
    { timeoutSeconds: "5" },
  ])("sends no job when the body is %j", async (body) => {
    expect((await probe(body)).status).toBe(400);
    expect(await jobs()).toEqual([]);
  });

  it("sends no job when the key is missing or has another scope", async () => {
    expect((await probe({ timeoutSeconds: 1 }, null)).status).toBe(401);
    const reader = `Bearer ${await makeKey("knowledge:read")}`;
    expect((await probe({ timeoutSeconds: 1 }, reader)).status).toBe(403);
    expect(await jobs()).toEqual([]);
  });
});

describe("parley queue:probe --server", () => {
  let server: Server;
  let place: string;
  let checkout: EnvCheckout;

  beforeAll(async () => {
    server = createServer(async (incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const request = new Request(`http://parley.test${url}`, {
        method,
        headers: headers as Record<string, string>,
        body: await text(incoming),
      });
      const response = await POST(request, { params: Promise.resolve({}) });
      outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    place = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    checkout = createEnvCheckout({});
  });
  afterAll(async () => {
    checkout.remove();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const run = (...args: string[]) =>
    checkout.run(["cli/main.ts", "queue:probe", "--server", place, "--key", key, ...args]);

  it("prints the times and exits with 0 when a worker runs", async () => {
    await work();
    const { code, output } = await run("--json");
    expect({ code, output }).toMatchObject({ code: 0 });
    const { place: named, ...times } = JSON.parse(output);
    expect(named).toBe(place);
    expect(queueProbe.parse(times)).toEqual(times);
  });

  it("says why and exits with 1 when no worker runs", async () => {
    const { code, output } = await run("--timeout", "1");
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining("No worker") });
    expect(output).not.toContain("    at ");
  });
});
