import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startModelServer } from "#testing/model-server/model-server.ts";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { rssKb } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, freePort, keyOfDemo, type Running, start, startFloor, startRole } from "./processes.ts";
import { floorCalls, Load, parleyCalls } from "./streams/load.ts";
import { percentile, print } from "./table.ts";

const ROUNDS = 5;

type Settings = Record<string, string>;
type Subject = { name: string; goal: string; start(): Promise<Running>; ask?(url: string): Promise<number> };

/**
 * Seconds from process start until its health check passes and until the first token of a first question,
 * and its memory then. Production, with the demo's data present; plus one first start in development
 * without data.
 */
export async function run({ json }: BenchOptions): Promise<void> {
  const hasDevCache = existsSync(".next/dev");
  await buildOnce(".");
  await buildOnce("bench/floor");
  const model = await startModelServer();
  model.script({ tokens: 5 });
  const services = await startServices();
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  try {
    const shared = { ...(await appLogin(services.databaseUrl)), REDIS_URL: services.redisUrl };
    const settings = (name: string, more: Settings): Settings => ({
      DATA_DIR: join(directory, name),
      SEED_DEMO: "1",
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_EMBEDDING_MODEL: "bench-embedding",
      ...more,
    });
    const ask = (name: string) => async (url: string) =>
      firstToken(
        parleyCalls(url, [
          { chatbot: "support", apiKey: await keyOfDemo(join(directory, name, "demo.json")) },
        ]),
      );
    const main = settings("main", { SERVICE_TYPE: "main", ...shared });
    const monolith = settings("monolith", {});
    const worker = settings("worker", { SERVICE_TYPE: "worker", ...shared });
    const subjects: Subject[] = [
      {
        name: "bare Next + AI SDK (floor)",
        goal: "",
        start: () => startFloor(model.baseUrl),
        ask: (url) => firstToken(floorCalls(url)),
      },
      { name: "main, Postgres 17 + Redis", goal: "0.8 s", start: () => startRole(main), ask: ask("main") },
      { name: "worker", goal: "0.8 s, 150 MB", start: () => startRole(worker) },
      { name: "monolith, embedded", goal: "1.5 s", start: () => startRole(monolith), ask: ask("monolith") },
    ];
    const rows = [];
    for (const subject of subjects) {
      rows.push(await measure(subject));
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
    }
    const fresh = settings("dev", { NODE_ENV: "development" });
    const dev = await startDev(fresh);
    rows.push({
      subject: `npm run dev, no data, Next's cache ${hasDevCache ? "warm" : "cold"}`,
      starts: 1,
      "ready, s p50": (dev.upMs / 1_000).toFixed(2),
      worst: (dev.upMs / 1_000).toFixed(2),
      "first token after that, s p50": "",
      "memory, MB": (dev.kb / 1_000).toFixed(0),
      goal: "20 s",
    });
    print(rows, json);
  } finally {
    await services.stop();
    await model.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The first start makes the data and is not counted. */
async function measure({ name, goal, start, ask }: Subject) {
  const up: number[] = [];
  const first: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const running = await start();
    const kb = rssKb(running.pid);
    const asked = ask ? await ask(running.url) : null;
    await running.stop();
    if (round === 0) continue;
    up.push(running.upMs / 1_000);
    memory.push(kb / 1_000);
    if (asked !== null) first.push(asked / 1_000);
  }
  return {
    subject: name,
    starts: up.length,
    "ready, s p50": percentile(up, 0.5).toFixed(2),
    worst: Math.max(...up).toFixed(2),
    "first token after that, s p50": first.length > 0 ? percentile(first, 0.5).toFixed(2) : "",
    "memory, MB": percentile(memory, 0.5).toFixed(0),
    goal,
  };
}

async function firstToken(call: ReturnType<typeof floorCalls>): Promise<number> {
  const load = new Load({ call, tokens: 5, tokenMs: 0, isRenewed: false });
  await load.grow(1, 0);
  await load.close();
  if (load.errors[0]) throw new Error(load.errors[0]);
  return load.look().firstTokens[0] ?? 0;
}

/** Until the chat page is there, which development compiles when it is asked for. */
async function startDev(settings: Settings): Promise<{ upMs: number; kb: number }> {
  const port = await freePort();
  const place = { HOST: "127.0.0.1", PORT: String(port), LOG_LEVEL: "warn" };
  const running = await start(
    ["server.ts", "--bundle"],
    port,
    "/c/support",
    { ...place, ...settings },
    false,
  );
  const kb = rssKb(running.pid);
  await running.stop();
  return { upMs: running.upMs, kb };
}
