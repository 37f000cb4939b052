import { startServices } from "#testing/postgres/services.ts";
import { appLogin } from "./app-login.ts";
import { pinSelf } from "./host.ts";
import type { BenchOptions } from "./main.ts";
import { buildOnce, runScript, startParley } from "./processes.ts";
import { MODEL } from "./retrieve/plant-corpus.ts";
import { Load, parleyCalls, type Seen, words } from "./streams/load.ts";
import { startModelProcess } from "./streams/model.ts";
import { type Bench, finish, hold, OTHER_CORE, type Row, settled, warmUp } from "./streams/subject.ts";
import { percentile, print } from "./table.ts";
import { measureRates } from "./tenants/measure-rates.ts";
import type { TurnTenant } from "./turn/tenants.ts";

const CHUNKS = 2_000;
const ANSWER = { tokens: 50, tokenMs: 40 };
const OPEN_OVER_MS = ANSWER.tokens * ANSWER.tokenMs;
const HELD_MS = 30_000;
/** Streams that the other workspace holds open, each renewed as it ends. */
const LOUD = [50, 100, 200];
const QUIET = 2;

/**
 * How one workspace, with two people who ask in turn, is affected by another in the same process, on Postgres
 * and Redis: one that holds many streams open (part `streams`), one that asks at one to three times what the
 * process can answer, with a budget and without one that is left (part `rates`).
 */
export async function run({ json, parts }: BenchOptions): Promise<void> {
  await pinSelf(OTHER_CORE);
  await buildOnce(".");
  const model = await startModelProcess();
  const services = await startServices();
  const bench: Bench = { model, problems: [] };
  try {
    const settings: Record<string, string> = {
      OPENAI_EMBEDDING_MODEL: MODEL,
      REDIS_URL: services.redisUrl,
      ...(await appLogin(services.databaseUrl)),
    };
    const seeding = { OPENAI_BASE_URL: model.baseUrl, TENANTS: "2", CHUNKS: String(CHUNKS) };
    const [quiet, loud] = JSON.parse(
      await runScript("bench/turn/tenants.ts", { ...seeding, ...settings }),
    ) as [TurnTenant, TurnTenant];
    const running = await startParley(model.baseUrl, settings);
    const subject = { name: "Parley", running, calls: parleyCalls(running.url, [quiet, loud]) };
    try {
      await warmUp(bench, subject);
      if (parts.length === 0 || parts.includes("rates")) {
        const database = settings.DATABASE_MIGRATION_URL;
        print(await measureRates(bench, { running, quiet, loud, database }), json);
      }
      const counts = parts.length === 0 || parts.includes("streams") ? [0, ...LOUD] : [];
      await model.order({ text: words(ANSWER.tokens), chunkDelayMs: ANSWER.tokenMs, isSteady: true });
      const rows: Row[] = [];
      const alone = { first: 0, whole: 0 };
      for (const streams of counts) {
        const other = new Load({ ...ANSWER, call: parleyCalls(running.url, [loud]), isRenewed: true });
        await other.grow(streams, OPEN_OVER_MS);
        const few = new Load({ ...ANSWER, call: parleyCalls(running.url, [quiet]), isRenewed: true });
        await few.grow(QUIET, OPEN_OVER_MS);
        other.look();
        const held = await hold(bench, running.pid, few, HELD_MS);
        const theirs = other.look();
        await finish(bench, subject, few);
        await finish(bench, subject, other);
        await settled(running.pid);
        const first = percentile(held.firstTokens, 0.95);
        const whole = percentile(held.wholes, 0.95);
        if (streams === 0) Object.assign(alone, { first, whole });
        rows.push(row(streams, held, theirs, alone));
        process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
      }
      if (rows.length > 0) print(rows, json);
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

function row(
  streams: number,
  held: Awaited<ReturnType<typeof hold>>,
  theirs: Seen,
  alone: { first: number; whole: number },
): Row {
  const first = percentile(held.firstTokens, 0.95);
  const whole = percentile(held.wholes, 0.95);
  return {
    "streams of the other workspace": streams,
    "its turns per second": (theirs.wholes.length / (HELD_MS / 1_000)).toFixed(1),
    "turns of the quiet workspace": held.wholes.length,
    "first token, ms p50": percentile(held.firstTokens, 0.5).toFixed(0),
    p95: first.toFixed(0),
    "of its own idle p95": (first / alone.first).toFixed(2),
    "full turn, s p95": (whole / 1_000).toFixed(2),
    "of its own idle p95 ": (whole / alone.whole).toFixed(2),
    "CPU, %": held.cpu.toFixed(0),
    "core 1, %": held.otherCore.toFixed(0),
    errors: held.errors.length + theirs.errors.length,
  };
}
