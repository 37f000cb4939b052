import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import { makeTenant, type TestTenant } from "#testing/postgres/tenant.ts";
import { makePdf } from "../parsing/files/testing/make-files.ts";
import { getIngestion } from "./get-ingestion.ts";
import { type IngestionState, type IngestionSummary, isEnded } from "./ingestion.ts";
import { putDocument } from "./put-document.ts";
import { requestIngestion } from "./request-ingestion.ts";

/** For all of them in sequence, with one worker. */
const RUN_AGAIN_WITHIN_MS = 120_000;
const words = (seed: number, count: number) =>
  Array.from({ length: count }, (_, i) => `word${(i * 7 + seed) % 997} lies by the harbour`).join(". ");
const line = (text: string, y: number) => ({ text, size: 10, x: 50, y });
const slowPdf = (seed: number) =>
  makePdf(
    Array.from({ length: 400 }, (_, page) => [line(`Page ${page} of ${seed}, by the lighthouse.`, 700)]),
  );

const workers: ChildProcess[] = [];
let spare: ChildProcess | null = null;

/** The product's worker as a separate process, on this suite's database and files, loaded and waiting. */
function loadWorker(): ChildProcess {
  const child = spawn(process.execPath, ["lib/knowledge/testing/worker-process.ts"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: process.env,
  });
  workers.push(child);
  return child;
}

/** Each starts at once, because it was loaded while the one before was working. */
async function startWorker(): Promise<ChildProcess> {
  const child = spare ?? loadWorker();
  const working = new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}.`)));
  });
  child.stdin?.write("begin\n");
  await working;
  spare = loadWorker();
  return child;
}

function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  return ended;
}

type LoggedRequest = { tenant: TestTenant; ingestion: IngestionSummary };
const look = ({ tenant, ingestion }: LoggedRequest) => getIngestion(tenant.ctx, ingestion.id as Id<"ing">);

async function reached(requested: LoggedRequest, state: IngestionState): Promise<void> {
  for (;;) {
    const now = await look(requested);
    if (now.state === state || isEnded(now.state)) return;
    await sleep(2);
  }
}

async function ended(requested: LoggedRequest, since: number): Promise<IngestionSummary> {
  const until = since + RUN_AGAIN_WITHIN_MS;
  for (;;) {
    const now = await look(requested);
    if (isEnded(now.state) || Date.now() > until) return now;
    await sleep(100);
  }
}

/** Row counts of every kind for the tenant, and the counts its documents claim. */
async function rows({ ctx }: TestTenant) {
  const [row] = await asOwner<Record<string, string>>(
    `select (select count(*) from platform.documents where tenant_id = $1) as documents,
            (select count(distinct path) from platform.documents where tenant_id = $1) as paths,
            (select count(*) from platform.chunks where tenant_id = $1) as chunks,
            (select coalesce(sum(chunk_count), 0) from platform.documents where tenant_id = $1) as told_chunks,
            (select count(*) from platform.embeddings where tenant_id = $1) as windows,
            (select coalesce(sum(window_count), 0) from platform.documents where tenant_id = $1) as told_windows`,
    [idToUuid(ctx.tenantId)],
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)]));
}

let site: Server;
let address: string;
/** Blocks the page until opened. */
const gate = newGate();

function newGate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

beforeAll(async () => {
  site = createServer(async (request, response) => {
    if (request.url === "/slow") await gate.opened;
    response.setHeader("content-type", "text/html");
    response.end("<title>Ferry</title><h1>Ferry</h1><p>The ferry leaves the harbour at nine.</p>");
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const at = site.address();
  address = `http://127.0.0.1:${typeof at === "object" ? at?.port : 0}`;
});
afterAll(() => {
  for (const worker of workers) worker.kill("SIGKILL");
  site.close();
  site.closeAllConnections();
});

const text = (seed: number, sentences = 60) => ({
  path: "a.md",
  mediaType: "text/markdown" as const,
  text: `# Harbour ${seed}\n\n${words(seed, sentences)}\n`,
});

/** Killed here and run again below: the dead worker's leases on all of them expire meanwhile. */
const killed = new Map<string, LoggedRequest>();
const rounds = [0, 1, 2, 3, 4, 5];

describe("a worker killed (kill -9) while an ingestion is", () => {
  const cases: [IngestionState, (tenant: TestTenant) => Promise<IngestionSummary>][] = [
    ["fetching", ({ ctx, sourceId }) => requestIngestion(ctx, { sourceId, url: `${address}/slow` })],
    ["parsing", ({ ctx, sourceId }) => requestIngestion(ctx, { sourceId, path: "a.pdf", bytes: slowPdf(2) })],
    ["embedding", ({ ctx, sourceId }) => requestIngestion(ctx, { sourceId, ...text(3, 300) })],
  ];

  it.each(cases)("%s has stored nothing", async (state, ask) => {
    for (let tries = 1; ; tries += 1) {
      const tenant = await makeTenant();
      const worker = await startWorker();
      const requested = { tenant, ingestion: await ask(tenant) };
      await reached(requested, state);
      await kill(worker);
      // A busy machine may let the worker go on before it kills it.
      if ((await look(requested)).state !== state && tries < 10) continue;
      expect(await look(requested)).toMatchObject({ state });
      expect(await rows(tenant)).toMatchObject({ documents: 0, chunks: 0, windows: 0 });
      killed.set(state, requested);
      break;
    }
  });

  it.each(rounds)(
    "being stored, at moment %i, shows readers the old document or the new, never half",
    async (round) => {
      const tenant = await makeTenant();
      const { ctx, sourceId } = tenant;
      await putDocument(ctx, { sourceId, ...text(0) });
      const worker = await startWorker();
      const requested = { tenant, ingestion: await requestIngestion(ctx, { sourceId, ...text(4) }) };
      killed.set(`stored ${round}`, requested);
      const until = Date.now() + 400 + round * 250;
      while (Date.now() < until) {
        await expectOneWhole(tenant);
        await sleep(5);
      }
      await kill(worker);
      await expectOneWhole(tenant);
    },
  );
});

async function expectOneWhole(tenant: TestTenant): Promise<void> {
  const now = await rows(tenant);
  expect(now.chunks).toBe(now.told_chunks);
  expect(now.windows).toBe(now.told_windows);
  expect(now).toMatchObject({ documents: 1, paths: 1 });
}

describe("when another worker runs", { timeout: RUN_AGAIN_WITHIN_MS + 20_000 }, () => {
  let started: number;

  beforeAll(async () => {
    const tenant = await makeTenant();
    const { ctx, sourceId } = tenant;
    killed.set("queued", { tenant, ingestion: await requestIngestion(ctx, { sourceId, ...text(1) }) });
    gate.open();
    started = Date.now();
    await startWorker();
  });

  it.each(["queued", "fetching", "parsing", "embedding"])(
    "the one that was %s is ready, complete and once",
    async (state) => {
      const requested = killed.get(state);
      if (!requested) throw new Error("It was not killed.");
      const end = await ended(requested, started);
      expect(end, `${Date.now() - started} ms`).toMatchObject({ state: "ready", outcome: "created" });
      await expectOneWhole(requested.tenant);
      const { ctx, sourceId } = requested.tenant;
      let kept = 0;
      for await (const _ of objectStore().list(`${ctx.tenantId}/${sourceId}`)) kept += 1;
      expect(kept).toBeLessThanOrEqual(state === "fetching" ? 2 : 1);
    },
  );

  it.each(rounds)("the document being stored at moment %i is the new one", async (round) => {
    const requested = killed.get(`stored ${round}`);
    if (!requested) throw new Error("It was not killed.");
    expect(await ended(requested, started), `${Date.now() - started} ms`).toMatchObject({
      state: "ready",
      outcome: "replaced",
    });
    await expectOneWhole(requested.tenant);
  });
});
