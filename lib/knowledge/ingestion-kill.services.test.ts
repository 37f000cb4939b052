import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asOwner } from "#db/testing/owner.ts";
import { makeTenant, type TestTenant } from "#db/testing/tenant.ts";
import { type Id, idToUuid } from "#lib/core/ids.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { makePdf } from "./files/testing/make-files.ts";
import { getIngestion } from "./get-ingestion.ts";
import { type IngestionState, type IngestionSummary, isEnded } from "./ingestion.ts";
import { putDocument } from "./put-document.ts";
import { requestIngestion } from "./request-ingestion.ts";

const RUN_AGAIN_WITHIN_MS = 60_000;
const words = (seed: number, count: number) =>
  Array.from({ length: count }, (_, i) => `word${(i * 7 + seed) % 997} lies by the harbour`).join(". ");
const line = (text: string, y: number) => ({ text, size: 10, x: 50, y });
const slowPdf = (seed: number) =>
  makePdf(
    Array.from({ length: 400 }, (_, page) => [line(`Page ${page} of ${seed}, by the lighthouse.`, 700)]),
  );

const workers: ChildProcess[] = [];

/** The product's worker in a process of its own, on this suite's database and files. */
async function startWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["lib/knowledge/testing/worker-process.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: process.env,
  });
  workers.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}.`)));
  });
  return child;
}

function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  return ended;
}

type Asked = { tenant: TestTenant; ingestion: IngestionSummary };
const look = ({ tenant, ingestion }: Asked) => getIngestion(tenant.ctx, ingestion.id as Id<"ing">);

async function reached(asked: Asked, state: IngestionState): Promise<void> {
  for (let i = 0; i < 6_000; i += 1) {
    const now = await look(asked);
    if (now.state === state) return;
    if (isEnded(now.state)) throw new Error(`It was ${now.state} before it could be killed as ${state}.`);
    await sleep(2);
  }
  throw new Error(`It never was ${state}.`);
}

async function ended(asked: Asked): Promise<IngestionSummary> {
  const until = Date.now() + RUN_AGAIN_WITHIN_MS;
  for (;;) {
    const now = await look(asked);
    if (isEnded(now.state) || Date.now() > until) return now;
    await sleep(100);
  }
}

/** Rows of every kind that the tenant has, and what its documents say they have. */
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
/** Holds the page back until it is opened. */
let gate: { opened: Promise<void>; open(): void };

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

const newGate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

const text = (seed: number) => ({
  path: "a.md",
  mediaType: "text/markdown" as const,
  text: `# Harbour ${seed}\n\n${words(seed, 1_000)}\n`,
});

describe("a worker killed (kill -9) while an ingestion is", () => {
  const cases: [IngestionState, (tenant: TestTenant) => Promise<IngestionSummary>][] = [
    ["queued", ({ ctx, sourceId }) => requestIngestion(ctx, { sourceId, ...text(1) })],
    ["fetching", ({ ctx, sourceId }) => requestIngestion(ctx, { sourceId, url: `${address}/slow` })],
    ["parsing", ({ ctx, sourceId }) => requestIngestion(ctx, { sourceId, path: "a.pdf", bytes: slowPdf(2) })],
    ["embedding", ({ ctx, sourceId }) => requestIngestion(ctx, { sourceId, ...text(3) })],
  ];

  it.each(cases)(
    "%s: it is ready once another runs, whole and once",
    { timeout: 240_000 },
    async (state, ask) => {
      gate = newGate();
      const tenant = await makeTenant();
      const { ctx, sourceId } = tenant;
      const first = state === "queued" ? null : await startWorker();
      const asked = { tenant, ingestion: await ask(tenant) };
      await reached(asked, state);
      if (first) await kill(first);
      expect(await rows(tenant)).toMatchObject({ documents: 0, chunks: 0, windows: 0 });
      gate.open();
      const started = Date.now();
      const second = await startWorker();
      const end = await ended(asked);
      await kill(second);
      expect(end, `${Date.now() - started} ms`).toMatchObject({ state: "ready", outcome: "created" });
      const now = await rows(tenant);
      expect(now).toMatchObject({ documents: 1, paths: 1 });
      expect(now.chunks).toBe(now.told_chunks);
      expect(now.windows).toBe(now.told_windows);
      let kept = 0;
      for await (const _ of objectStore().list(`${ctx.tenantId}/${sourceId}`)) kept += 1;
      expect(kept).toBeLessThanOrEqual(state === "fetching" ? 2 : 1);
    },
  );

  it("being stored, at six moments: readers see the old document or the new, never half", {
    timeout: 240_000,
  }, async () => {
    const tenant = await makeTenant();
    const { ctx, sourceId } = tenant;
    await putDocument(ctx, { sourceId, ...text(0) });
    const before = await rows(tenant);
    const asked = { tenant, ingestion: await requestIngestion(ctx, { sourceId, ...text(4) }) };
    for (let round = 0; round < 6 && !isEnded((await look(asked)).state); round += 1) {
      const worker = await startWorker();
      const until = Date.now() + 400 + round * 250;
      while (Date.now() < until) {
        const now = await rows(tenant);
        expect(now.chunks).toBe(now.told_chunks);
        expect(now.windows).toBe(now.told_windows);
        expect(now.documents).toBe(1);
      }
      await kill(worker);
    }
    const last = await startWorker();
    const end = await ended(asked);
    await kill(last);
    expect(isEnded(end.state)).toBe(true);
    const after = await rows(tenant);
    expect(after).toMatchObject({ documents: 1, paths: 1 });
    expect(after.chunks).toBe(after.told_chunks);
    if (end.state === "failed") expect(after).toEqual(before);
    else expect(end).toMatchObject({ state: "ready", outcome: "replaced" });
  });
});
