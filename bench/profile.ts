import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startServices } from "#db/testing/services.ts";
import { appLogin } from "./app-login.ts";
import { pinSelf } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, freePort, runScript, startParley } from "./processes.ts";
import { MODEL } from "./retrieve/plant-corpus.ts";
import { Load, parleyCalls, words } from "./streams/load.ts";
import { startModelProcess } from "./streams/model.ts";
import { type Bench, finish, hold, OTHER_CORE, warmUp } from "./streams/subject.ts";
import { print } from "./table.ts";
import type { TurnTenant } from "./turn/tenants.ts";

const ANSWER = { tokens: 50, tokenMs: 40 };
const OPEN_OVER_MS = ANSWER.tokens * ANSWER.tokenMs;
const HELD_MS = 15_000;
const AT_ONCE = 50;
const SAMPLE_US = 500;
const SHOWN = 30;

/**
 * Where the processor time of a turn of 50 tokens goes in one process on Postgres and Redis, by the package or the folder whose
 * code ran. The part is how many turns at once; 50 without one.
 */
export async function run({ json, parts: [count] }: BenchOptions): Promise<void> {
  const atOnce = count === undefined ? AT_ONCE : Number(count);
  if (!Number.isInteger(atOnce) || atOnce < 1) throw new Error(`${count} is not a number of turns at once.`);
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  const model = await startModelProcess();
  const services = await startServices();
  const bench: Bench = { model, problems: [] };
  try {
    const settings = {
      OPENAI_EMBEDDING_MODEL: MODEL,
      REDIS_URL: services.redisUrl,
      ...(await appLogin(services.databaseUrl)),
    };
    const seeding = { OPENAI_BASE_URL: model.baseUrl, TENANTS: "50", CHUNKS: "10000" };
    const seeded = await runScript("bench/turn/tenants.ts", { ...seeding, ...settings });
    const port = await freePort();
    const running = await startParley(model.baseUrl, {
      ...settings,
      NODE_OPTIONS: `--inspect=127.0.0.1:${port}`,
    });
    try {
      const calls = parleyCalls(running.url, JSON.parse(seeded) as TurnTenant[]);
      await warmUp(bench, { name: "Parley", running, calls });
      await model.order({ text: words(ANSWER.tokens), chunkDelayMs: ANSWER.tokenMs, isSteady: true });
      const load = new Load({ ...ANSWER, call: calls, isRenewed: true });
      await load.grow(atOnce, OPEN_OVER_MS);
      await sleep(OPEN_OVER_MS);
      const profiler = await openProfiler(port);
      const held = await hold(bench, running.pid, load, HELD_MS);
      const profile = await profiler.stop();
      await finish(bench, { name: "Parley", running, calls }, load);
      const turns = held.tokens / ANSWER.tokens;
      process.stderr.write(
        `${JSON.stringify({ atOnce, turns: Math.round(turns), "CPU a turn, ms": ((held.cpu * HELD_MS) / 100 / turns).toFixed(1) })}\n`,
      );
      print(byArea(profile, turns), json);
    } finally {
      await running.stop();
    }
  } finally {
    await services.stop();
    await model.stop();
  }
  for (const problem of new Set(bench.problems)) process.stderr.write(`${problem}\n`);
  if (bench.problems.length > 0) process.exitCode = 1;
}

type Frame = { functionName: string; url: string; lineNumber: number; columnNumber: number };
type Profile = { nodes: { id: number; callFrame: Frame }[]; samples: number[]; timeDeltas: number[] };

/** The profiler of a process that was started with `--inspect`, running. */
async function openProfiler(port: number): Promise<{ stop(): Promise<Profile> }> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("The process lets nobody look into it."));
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  };
  let next = 0;
  const order = (method: string, params: object = {}) =>
    new Promise<unknown>((resolve) => {
      const id = ++next;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
  await order("Profiler.enable");
  await order("Profiler.setSamplingInterval", { interval: SAMPLE_US });
  await order("Profiler.start");
  return {
    async stop() {
      const { profile } = (await order("Profiler.stop")) as { profile: Profile };
      socket.close();
      return profile;
    },
  };
}

/** Self time, longest first. */
function byArea({ nodes, samples, timeDeltas }: Profile, turns: number) {
  const areas = new Map(nodes.map(({ id, callFrame }) => [id, areaOf(callFrame)]));
  const spent = new Map<string, number>();
  samples.forEach((id, i) => {
    const area = areas.get(id) ?? "?";
    spent.set(area, (spent.get(area) ?? 0) + (timeDeltas[i] ?? 0) / 1_000);
  });
  spent.delete("(idle)");
  const all = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([area, ms]) => ({
      area,
      "ms a turn": (ms / turns).toFixed(2),
      "%": ((100 * ms) / all).toFixed(1),
    }));
}

function areaOf(frame: Frame): string {
  const { url, functionName } = frame;
  if (!url) return functionName || "native";
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/");
  return folderOf(sourceOf(frame) ?? url);
}

function folderOf(path: string): string {
  const modules = path.lastIndexOf("node_modules/");
  if (modules >= 0) {
    const [first = "", second = "", third = ""] = path.slice(modules + "node_modules/".length).split("/");
    if (first === "next") return ["next", second, third].join("/");
    return first.startsWith("@") ? `${first}/${second}` : first;
  }
  const own = /(?:^|\/)((?:app|lib|db|cli|worker)\/[^?]*?)(?:\/[^/]*)?$/.exec(path)?.[1];
  return own ?? path.split("/").slice(-2).join("/");
}

const maps = new Map<string, SourceMap | null>();

/** Where bundled code was written. */
function sourceOf({ url, lineNumber, columnNumber }: Frame): string | null {
  let map = maps.get(url);
  if (map === undefined) {
    map = readMap(url);
    maps.set(url, map);
  }
  const entry = map?.findEntry(lineNumber, columnNumber);
  return entry && "originalSource" in entry ? entry.originalSource : null;
}

function readMap(url: string): SourceMap | null {
  try {
    const path = url.startsWith("file:") ? fileURLToPath(url) : url;
    return new SourceMap(JSON.parse(readFileSync(`${path}.map`, "utf8")));
  } catch {
    return null;
  }
}
