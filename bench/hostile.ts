import { readdirSync, readFileSync } from "node:fs";

import { setTimeout as sleep } from "node:timers/promises";
import type { IngestionSummary } from "#lib/knowledge/ingestion/ingestion.ts";
import { flateBomb, READ, REFUSED } from "#lib/knowledge/parsing/files/testing/make-hostile-files.ts";
import { type ModelServer, startModelServer } from "#testing/model-server/model-server.ts";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { askTurn } from "./ask-turn.ts";
import { buildOnce, type RunningParley, startParley } from "./processes.ts";
import { percentile, print } from "./table.ts";

const ROUNDS = 3;
const TURNS = 60;
const WARM_UP = 15;
const UPLOADS_AT_ONCE = 3;
const QUESTION = "How long does it take to charge the battery?";

type Upload = { name: string; bytes: () => Uint8Array };
type Phase = { toFirstToken: number[]; peakBytes: number; files: number };

/** Files made to do harm, the slow and the greedy among them, then some that only look it. */
const FILES: Upload[] = [
  { name: "slow.pdf", bytes: () => flateBomb(45) },
  { name: "greedy.pdf", bytes: () => flateBomb(200) },
  { name: "60 MB.pdf", bytes: () => new Uint8Array(60_000_000) },
  ...REFUSED,
  ...READ,
];

/**
 * Chat during an upload of hostile files, on one production process with Postgres 17: time to first token
 * with and without them, alternating, memory of the largest parser, and each file's outcome.
 */
export async function run({ json }: { json: boolean }): Promise<void> {
  const model = await startModelServer();
  const services = await startServices();
  let parley: RunningParley | null = null;
  try {
    await buildOnce(".");
    const settings = { OPENAI_EMBEDDING_MODEL: "bench-embedding", ...(await appLogin(services.databaseUrl)) };
    parley = await startParley(model.baseUrl, settings, { pinned: false });
    const { times, files } = await measure(parley, model);
    print(times, json);
    if (!json) process.stdout.write("\n");
    print(files, json);
  } finally {
    await parley?.stop();
    await services.stop();
    await model.close();
  }
}

async function measure(parley: RunningParley, model: ModelServer) {
  const ends = new Map<string, string>();
  const sourceId = await openSource(parley);
  const quiet: Phase = { toFirstToken: [], peakBytes: 0, files: 0 };
  const beside: Phase = { toFirstToken: [], peakBytes: 0, files: 0 };
  const ask = () => askTurn(`${parley.url}/api/chat`, QUESTION, model);
  for (let i = 0; i < WARM_UP; i += 1) await ask();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < TURNS; i += 1) quiet.toFirstToken.push((await ask()).toFirstToken);
    const watch = watchChildren(parley.pid);
    const uploads = uploadAll(parley, sourceId, ends);
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    uploads.then(over, over);
    while (!isOver) beside.toFirstToken.push((await ask()).toFirstToken);
    beside.files += await uploads;
    beside.peakBytes = Math.max(beside.peakBytes, watch.stop());
  }
  await checkAfterwards(parley, sourceId, ends);
  const row = (name: string, { toFirstToken, peakBytes, files }: Phase) => ({
    chat: name,
    turns: toFirstToken.length,
    files,
    "to first token, ms p50": percentile(toFirstToken, 0.5).toFixed(1),
    p95: percentile(toFirstToken, 0.95).toFixed(1),
    worst: Math.max(...toFirstToken).toFixed(1),
    "largest parser, MB": peakBytes ? Math.round(peakBytes / 1e6) : "",
  });
  return {
    times: [row("alone", quiet), row("with hostile files", beside)],
    files: [...ends].map(([file, end]) => ({ file, end })),
  };
}

async function openSource(parley: RunningParley): Promise<string> {
  const body = JSON.stringify({
    chatbot: "support",
    kind: "folder",
    origin: "bench:hostile",
    name: "Hostile",
  });
  const response = await call(parley, "PUT", "/api/v1/knowledge/sources", body);
  return ((await response.json()) as { id: string }).id;
}

async function uploadAll(
  parley: RunningParley,
  sourceId: string,
  ends: Map<string, string>,
): Promise<number> {
  const queue = FILES.values();
  let count = 0;
  await Promise.all(
    Array.from({ length: UPLOADS_AT_ONCE }, async () => {
      for (const { name, bytes } of queue) {
        ends.set(name, await upload(parley, sourceId, name, bytes()));
        count += 1;
      }
    }),
  );
  return count;
}

async function upload(parley: RunningParley, sourceId: string, name: string, bytes: Uint8Array) {
  const path = `/api/v1/knowledge/sources/${sourceId}/files?path=${encodeURIComponent(name)}`;
  const response = await call(parley, "PUT", path, bytes);
  if (response.status >= 500) throw new Error(`${name}: the server answered ${response.status}.`);
  const answer = (await response.json()) as IngestionSummary & { error?: { message: string } };
  if (answer.error) return `refused: ${answer.error.message}`;
  for (let ingestion = answer; ; await sleep(200)) {
    if (ingestion.state === "failed") return `failed: ${ingestion.reason}`;
    if (ingestion.state === "ready") return "ready";
    const again = await call(parley, "GET", `/api/v1/knowledge/ingestions/${ingestion.id}`);
    ingestion = (await again.json()) as typeof answer;
  }
}

/** The server is up, and of the refused files nothing is to be found. */
async function checkAfterwards(parley: RunningParley, sourceId: string, ends: Map<string, string>) {
  const health = await call(parley, "GET", "/api/health");
  if (!health.ok) throw new Error(`The server's health is ${health.status}.`);
  const listed = await call(parley, "GET", `/api/v1/knowledge/sources/${sourceId}/documents`);
  const { documents } = (await listed.json()) as { documents: { path: string }[] };
  const ready = [...ends].filter(([, end]) => end === "ready").map(([name]) => name);
  const found = documents.map(({ path }) => path);
  if (ready.sort().join("\n") !== found.sort().join("\n"))
    throw new Error(`Ready: ${ready.join(", ")}. Found: ${found.join(", ")}.`);
}

function call(parley: RunningParley, method: string, path: string, body?: string | Uint8Array) {
  return fetch(parley.url + path, {
    method,
    headers: {
      authorization: `Bearer ${parley.apiKey}`,
      ...(body === undefined
        ? {}
        : { "content-type": typeof body === "string" ? "application/json" : "application/octet-stream" }),
    },
    body: body as BodyInit | undefined,
  });
}

/** Peak resident memory of a process's children in bytes, sampled every 20 ms; 0 where unavailable. */
function watchChildren(pid: number) {
  let peak = 0;
  const look = setInterval(() => {
    for (const child of childrenOf(pid)) {
      const pages = Number(readOr(`/proc/${child}/statm`).split(" ")[1] ?? 0);
      peak = Math.max(peak, 4_096 * pages);
    }
  }, 20);
  return {
    stop() {
      clearInterval(look);
      return peak;
    },
  };
}

function childrenOf(pid: number): string[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) =>
      readOr(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean),
    );
  } catch {
    return [];
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
