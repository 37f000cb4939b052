import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@redis/client";
import pg from "pg";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { coreBusyMs, cpuMs, pinSelf, rssKb } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, type RunningParley, runScript, startParley } from "./processes.ts";
import { MODEL } from "./retrieve/plant-corpus.ts";
import { Load, parleyCalls, type Seen, words } from "./streams/load.ts";
import { startModelProcess } from "./streams/model.ts";
import { type Bench, finish, OTHER_CORE, type Row, warmUp } from "./streams/subject.ts";
import { percentile, print } from "./table.ts";
import type { TurnTenant } from "./turn/tenants.ts";

const TENANTS = 50;
const CHUNKS = 10_000;
/** Five seconds in all: one to the first token, four of talking. */
const ANSWER = { tokens: 51, tokenMs: 80 };
const FIRST_DELAY_MS = 1_000;
const MODEL_MS = FIRST_DELAY_MS + (ANSWER.tokens - 1) * ANSWER.tokenMs;
const MINUTES = 3;
const THINK_SECONDS = 120;
const LOOK_EVERY_MS = 1_000;

type Probe = { look(): Promise<void>; row(): Row; close(): Promise<void> };

/**
 * Load on a whole instance in one process: `rate` questions a second in an open loop, or `users` who ask,
 * read and think. The model takes five seconds an answer. Every answer is compared with the model's, a
 * tenth of them with what is stored.
 */
export async function run({ json, load: amount }: BenchOptions): Promise<void> {
  const rate = amount.rate === undefined ? null : number("rate", amount.rate);
  const users = rate === null ? number("users", amount.users ?? "") : 0;
  const minutes = number("minutes", amount.minutes ?? String(MINUTES));
  const thinkMs = number("think", amount.think ?? String(THINK_SECONDS)) * 1_000;
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  const model = await startModelProcess();
  const services = amount.embedded ? null : await startServices();
  const bench: Bench = { model, problems: [] };
  try {
    const settings: Record<string, string> = { OPENAI_EMBEDDING_MODEL: MODEL };
    if (services)
      Object.assign(settings, { REDIS_URL: services.redisUrl }, await appLogin(services.databaseUrl));
    const seeding = { OPENAI_BASE_URL: model.baseUrl, TENANTS: String(TENANTS), CHUNKS: String(CHUNKS) };
    const tenants = services
      ? (JSON.parse(await runScript("bench/turn/tenants.ts", { ...seeding, ...settings })) as TurnTenant[])
      : [];
    const running = await startParley(model.baseUrl, settings);
    try {
      const demo: TurnTenant = { chatbot: "support", apiKey: running.apiKey, questions: [] };
      const calls = parleyCalls(running.url, services ? tenants : [demo]);
      const subject = { name: "Parley", running, calls };
      await warmUp(bench, subject);
      await model.order({
        text: words(ANSWER.tokens),
        firstDelayMs: FIRST_DELAY_MS,
        chunkDelayMs: ANSWER.tokenMs,
        isSteady: true,
      });
      const probes = [processProbe(running), ...(services ? await serviceProbes(settings) : [])];
      const looking = new AbortController();
      const looks = lookOften(probes, looking.signal);
      const seconds = minutes * 60;
      const pauseMs = rate === null ? () => thinkMs * (0.5 + Math.random()) : undefined;
      const load = new Load({ ...ANSWER, call: calls, isRenewed: rate === null, pauseMs });
      if (rate === null) await load.grow(users, thinkMs);
      load.look();
      if (rate === null) await sleep(seconds * 1_000);
      else await load.grow(rate * seconds, seconds * 1_000);
      const open = load.open;
      await finish(bench, subject, load);
      looking.abort();
      await looks;
      const seen = load.look();
      print(
        [
          {
            load: rate === null ? `${users} users, think ${thinkMs / 1_000} s` : `${rate} a second`,
            minutes,
            ...tally(seen, open, seconds),
            ...Object.assign({}, ...probes.map((probe) => probe.row())),
          },
        ],
        json,
      );
      await Promise.all(probes.map((probe) => probe.close()));
    } finally {
      await running.stop();
    }
  } finally {
    await services?.stop();
    await model.stop();
  }
  for (const problem of new Set(bench.problems)) process.stderr.write(`${problem}\n`);
  if (bench.problems.length > 0) process.exitCode = 1;
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value) || value <= 0)
    throw new Error(`--${name} takes a number above 0, and one of --users and --rate is needed.`);
  return value;
}

function tally({ wholes, firstTokens, refusals, errors }: Seen, open: number, seconds: number): Row {
  const s = (p: number) => (percentile(wholes, p) / 1_000).toFixed(2);
  const ms = (p: number) => (percentile(firstTokens, p) - FIRST_DELAY_MS).toFixed(0);
  return {
    turns: wholes.length,
    "a second": (wholes.length / seconds).toFixed(1),
    "still open at the end": open,
    "model, s": (MODEL_MS / 1_000).toFixed(2),
    "full turn, s p50": s(0.5),
    p95: s(0.95),
    p99: s(0.99),
    "added to first token, ms p50": ms(0.5),
    "p95 ": ms(0.95),
    "p99 ": ms(0.99),
    refused: refusals.length,
    "to refuse, ms p50": percentile(refusals, 0.5).toFixed(0),
    "p95  ": percentile(refusals, 0.95).toFixed(0),
    errors: errors.length,
  };
}

async function lookOften(probes: Probe[], stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await Promise.all(probes.map((probe) => probe.look()));
    await sleep(LOOK_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Of the process under test: processor, memory, and how long what waited in its queue has waited. */
function processProbe({ pid, url }: RunningParley): Probe {
  const began = { at: performance.now(), cpu: cpuMs(pid), other: coreBusyMs(OTHER_CORE) };
  let memory = 0;
  let waited = 0;
  let depth = 0;
  return {
    async look() {
      memory = Math.max(memory, rssKb(pid));
      const text = await (await fetch(`${url}/api/metrics`)).text();
      const most = (name: string) =>
        Math.max(
          0,
          ...[...text.matchAll(new RegExp(`^${name}\\{.*\\} (\\S+)$`, "gm"))].map(([, n]) => Number(n)),
        );
      waited = Math.max(waited, most("parley_queue_oldest_age_seconds"));
      depth = Math.max(depth, most("parley_queue_depth"));
    },
    row() {
      const ms = performance.now() - began.at;
      return {
        "CPU, %": ((100 * (cpuMs(pid) - began.cpu)) / ms).toFixed(0),
        "core 1, %": ((100 * (coreBusyMs(OTHER_CORE) - began.other)) / ms).toFixed(0),
        "peak memory, MB": (memory / 1_000).toFixed(0),
        "peak queue length": depth,
        "longest wait in the queue, s": waited.toFixed(1),
      };
    },
    close: async () => undefined,
  };
}

async function serviceProbes(settings: Record<string, string>): Promise<Probe[]> {
  const database = new pg.Client({ connectionString: settings.DATABASE_MIGRATION_URL });
  await database.connect();
  const redis = createClient({ url: settings.REDIS_URL });
  await redis.connect();
  let most = 0;
  const pings: number[] = [];
  return [
    {
      async look() {
        const { rows } = await database.query(
          "select count(*)::int as n from pg_stat_activity where application_name = 'parley'",
        );
        most = Math.max(most, rows[0].n);
      },
      row: () => ({ "peak database connections": most }),
      close: () => database.end(),
    },
    {
      async look() {
        const asked = performance.now();
        await redis.ping();
        pings.push(performance.now() - asked);
      },
      row: () => ({ "Redis ping, ms p95": percentile(pings, 0.95).toFixed(1) }),
      close: async () => redis.destroy(),
    },
  ];
}
