import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startServices } from "#testing/postgres/services.ts";
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

const TOKENS = 50;
const TOKEN_MS = 40;
const HELD_MS = 15_000;
const AT_ONCE = 50;
const SAMPLE_US = 500;
const SHOWN = 40;

const FUNCTIONS = "functions";
/** What runs everything else. */
const TASKS = "node:internal/process";

/**
 * Where the processor time of a turn is spent in one process on Postgres and Redis, by package or folder.
 * Parts: turns at once (default 50) and tokens per answer (default 50; 1 shows the fixed cost of a turn).
 * `functions` lists our own functions by time.
 */
export async function run({ json, parts }: BenchOptions): Promise<void> {
  const [count, length] = parts.filter((part) => part !== FUNCTIONS);
  const placeOf: PlaceOf = parts.includes(FUNCTIONS) ? ownerOf : ({ callFrame }) => areaOf(callFrame);
  const atOnce = wholeNumber(count, AT_ONCE);
  const answer = { tokens: wholeNumber(length, TOKENS), tokenMs: TOKEN_MS };
  const openOverMs = answer.tokens * answer.tokenMs;
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
      await model.order({ text: words(answer.tokens), chunkDelayMs: answer.tokenMs, isSteady: true });
      const load = new Load({ ...answer, call: calls, isRenewed: true });
      await load.grow(atOnce, openOverMs);
      await sleep(openOverMs);
      const profiler = await openProfiler(port);
      const held = await hold(bench, running.pid, load, HELD_MS);
      const profile = await profiler.stop();
      await finish(bench, { name: "Parley", running, calls }, load);
      const turns = held.tokens / answer.tokens;
      process.stderr.write(
        `${JSON.stringify({ atOnce, turns: Math.round(turns), "CPU per turn, ms": ((held.cpu * HELD_MS) / 100 / turns).toFixed(1) })}\n`,
      );
      print(byPlace(profile, placeOf, turns), json);
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

function wholeNumber(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is not a whole number above 0.`);
  return value;
}

type Frame = { functionName: string; url: string; lineNumber: number; columnNumber: number };
type ProfileNode = { id: number; callFrame: Frame; children?: number[] };
type Profile = { nodes: ProfileNode[]; samples: number[]; timeDeltas: number[] };

/** The profiler of a process that was started with `--inspect`, running. */
async function openProfiler(port: number): Promise<{ stop(): Promise<Profile> }> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("The process cannot be inspected."));
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

type PlaceOf = (node: ProfileNode, parents: Map<number, ProfileNode>) => string;

/** Self time, longest first. */
function byPlace({ nodes, samples, timeDeltas }: Profile, placeOf: PlaceOf, turns: number) {
  const parents = new Map<number, ProfileNode>();
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node);
  const places = new Map(nodes.map((node) => [node.id, placeOf(node, parents)]));
  const spent = new Map<string, number>();
  samples.forEach((id, i) => {
    const place = places.get(id) ?? "?";
    spent.set(place, (spent.get(place) ?? 0) + (timeDeltas[i] ?? 0) / 1_000);
  });
  spent.delete("(idle)");
  const all = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([place, ms]) => ({
      place,
      "ms per turn": (ms / turns).toFixed(2),
      "%": ((100 * ms) / all).toFixed(1),
    }));
}

function areaOf(frame: Frame): string {
  const { url, functionName } = frame;
  if (!url) return functionName || "native";
  if (url.startsWith("node:")) return url.split("/").slice(0, 2).join("/");
  return folderOf(sourceOf(frame) ?? url);
}

/** The function of ours that a frame works for; what the process does of itself by its area. */
function ownerOf(node: ProfileNode, parents: Map<number, ProfileNode>): string {
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id)) {
    const entry = entryOf(at.callFrame);
    const own = entry && /(?:^|\/)((?:app|lib|db|cli|worker)\/[^?]*)/.exec(entry.originalSource)?.[1];
    if (own && !entry.originalSource.includes("node_modules/")) return `${own}:${entry.originalLine + 1}`;
  }
  let first = node;
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id))
    if (at.callFrame.url && !at.callFrame.url.startsWith(TASKS)) first = at;
  const { url, functionName } = first.callFrame;
  return url ? `(${areaOf(first.callFrame)}: ${functionName || "anonymous"})` : areaOf(first.callFrame);
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

function sourceOf(frame: Frame): string | null {
  return entryOf(frame)?.originalSource ?? null;
}

/** Where bundled code was written. */
function entryOf({ url, lineNumber, columnNumber }: Frame) {
  let map = maps.get(url);
  if (map === undefined) {
    map = readMap(url);
    maps.set(url, map);
  }
  const entry = map?.findEntry(lineNumber, columnNumber);
  return entry && "originalSource" in entry ? entry : null;
}

function readMap(url: string): SourceMap | null {
  try {
    const path = url.startsWith("file:") ? fileURLToPath(url) : url;
    return new SourceMap(JSON.parse(readFileSync(`${path}.map`, "utf8")));
  } catch {
    return null;
  }
}
