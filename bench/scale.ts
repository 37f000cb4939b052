import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { coreBusyMs, cpuMs, pinSelf } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, type Running, runScript, startRole } from "./processes.ts";
import { MODEL } from "./retrieve/plant-corpus.ts";
import { watchDatabase } from "./streams/database.ts";
import { Load, parleyCalls, words } from "./streams/load.ts";
import { startModelProcess } from "./streams/model.ts";
import { type Bench, finish, OTHER_CORE, type Row, settled, warmUp } from "./streams/subject.ts";
import { percentile, print } from "./table.ts";
import type { TurnTenant } from "./turn/tenants.ts";

const ANSWER = { tokens: 50, tokenMs: 40 };
const OPEN_OVER_MS = ANSWER.tokens * ANSWER.tokenMs;
const HELD_MS = 20_000;
/** Turns at once in each process: so few that ten processes fit on the one core they share here. */
const EACH = 6;
const PROCESSES = [1, 2, 4, 10];

/**
 * The same load on each of one, two, four and ten `main` processes on one Postgres and one Redis. They
 * share one core of two, so what that many would carry with a core each is derived from the processor time
 * per turn.
 */
export async function run({ json }: BenchOptions): Promise<void> {
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  const model = await startModelProcess();
  const services = await startServices();
  const directory = mkdtempSync(join(tmpdir(), "parley-bench-"));
  const bench: Bench = { model, problems: [] };
  const mains: Running[] = [];
  try {
    const login = await appLogin(services.databaseUrl);
    const settings = {
      SERVICE_TYPE: "main",
      DATA_DIR: directory,
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_EMBEDDING_MODEL: MODEL,
      REDIS_URL: services.redisUrl,
      ...login,
    };
    const seeded = await runScript("bench/turn/tenants.ts", { TENANTS: "50", CHUNKS: "10000", ...settings });
    const tenants = JSON.parse(seeded) as TurnTenant[];
    const database = await watchDatabase(login.DATABASE_MIGRATION_URL ?? "");
    const rows: Row[] = [];
    let alone = 0;
    for (const count of PROCESSES) {
      while (mains.length < count) {
        const running = await startRole(settings);
        mains.push(running);
        await warmUp(bench, { name: "main", running, calls: parleyCalls(running.url, tenants) });
      }
      await model.order({ text: words(ANSWER.tokens), chunkDelayMs: ANSWER.tokenMs, isSteady: true });
      const loads = mains.map((running) => ({
        subject: { name: `main of ${count}`, running, calls: parleyCalls(running.url, tenants) },
        load: new Load({ ...ANSWER, call: parleyCalls(running.url, tenants), isRenewed: true }),
      }));
      await Promise.all(loads.map(({ load }) => load.grow(EACH, OPEN_OVER_MS)));
      await sleep(OPEN_OVER_MS);
      for (const { load } of loads) load.look();
      const before = await readAll(mains, database);
      await sleep(HELD_MS);
      const after = await readAll(mains, database);
      const seen = loads.map(({ load }) => load.look());
      for (const { subject, load } of loads) await finish(bench, subject, load);
      for (const { pid } of mains) await settled(pid);
      const turns = seen.reduce((sum, { tokens }) => sum + tokens, 0) / ANSWER.tokens;
      const firstTokens = seen.flatMap((one) => one.firstTokens);
      const each = (after.mains - before.mains) / turns;
      if (count === 1) alone = each;
      const databaseMs = (after.database - before.database) / turns;
      rows.push({
        "main processes": count,
        "turns per second": (turns / (HELD_MS / 1_000)).toFixed(1),
        "first token, ms p50": percentile(firstTokens, 0.5).toFixed(0),
        p95: percentile(firstTokens, 0.95).toFixed(0),
        "CPU of main processes per turn, ms": each.toFixed(1),
        "throughput, relative to 1": ((count * alone) / each).toFixed(2),
        "CPU of Postgres per turn, ms": databaseMs.toFixed(1),
        "main processes per Postgres core": (each / databaseMs).toFixed(1),
        "core 0, %": ((100 * (after.core0 - before.core0)) / HELD_MS).toFixed(0),
        "core 1, %": ((100 * (after.core1 - before.core1)) / HELD_MS).toFixed(0),
        errors: seen.reduce((sum, { errors }) => sum + errors.length, 0),
      });
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
    }
    await database.close();
    print(rows, json);
  } finally {
    await Promise.all(mains.map((main) => main.stop()));
    await services.stop();
    await model.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  for (const problem of new Set(bench.problems)) process.stderr.write(`${problem}\n`);
  if (bench.problems.length > 0) process.exitCode = 1;
}

async function readAll(mains: Running[], database: Awaited<ReturnType<typeof watchDatabase>>) {
  const { cpuMs: ofDatabase } = await database.read();
  return {
    mains: mains.reduce((sum, { pid }) => sum + cpuMs(pid), 0),
    database: ofDatabase,
    core0: coreBusyMs(0),
    core1: coreBusyMs(1),
  };
}
