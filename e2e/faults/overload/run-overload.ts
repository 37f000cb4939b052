import { setTimeout as sleep } from "node:timers/promises";
import { coreBusyMs, cpuMs } from "#bench/host.ts";
import { type AskedOnce, askOnce, askOpenLoop } from "#bench/streams/open-loop.ts";
import { percentile, print } from "#bench/table.ts";
import { dispatchModes } from "#lib/instance/schema.ts";
import { KNOWN_MS } from "../role-phases.ts";
import { type OverloadBench, startOverloadBench } from "./overload-bench.ts";

type Row = Record<string, string | number>;
export type OverloadOptions = { json: boolean; rounds: number; capacity?: number; dispatch?: string };

const HELD_MS = 30_000;
const TIMES = 3;
/** Rates tried to find the capacity, and how long each is held. */
const RATES = [20, 30, 40, 50, 60, 70, 80];
const STEP_MS = 6_000;
/** A rate is sustained if nearly all questions are answered and answers begin within this time. */
const CARRIED = 0.98;
const SOON_MS = 1_000;
/** A process has recovered after this many prompt answers in a row. */
const PROMPT_ANSWERS = 3;
const ASK_AGAIN_MS = 250;
const RECOVERY_LIMIT_MS = 60_000;

/**
 * Sends three times the questions that one process can answer, for half a minute, in each dispatch mode.
 * @returns whether every admitted turn was answered and no living process was considered dead
 */
export async function runOverload({
  json,
  rounds,
  capacity: given,
  dispatch,
}: OverloadOptions): Promise<boolean> {
  const bench = await startOverloadBench();
  const rows: Row[] = [];
  try {
    const capacity = given ?? (await findCapacity(bench));
    for (const mode of dispatchModes.filter((one) => !dispatch || one === dispatch)) {
      await bench.dispatch(mode);
      await sleep(KNOWN_MS);
      for (let round = 1; round <= rounds; round += 1) {
        rows.push({ dispatch: mode, round, ...(await overloadOnce(bench, capacity)) });
        process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
      }
    }
    print(rows, json);
  } finally {
    await bench.close();
  }
  return rows.every((row) => row["admitted, not answered"] === 0 && row["wrongly considered dead"] === 0);
}

/** Complete answers per second at the highest rate that the process sustains. */
async function findCapacity(bench: OverloadBench): Promise<number> {
  let capacity = 0;
  for (const perSecond of RATES) {
    const asked = await askOpenLoop(bench.calls, { perSecond, ms: STEP_MS, expected: bench.expected });
    const complete = asked.filter(({ result }) => result === "complete");
    const first = percentile(firstTokens(complete), 0.95);
    process.stderr.write(
      `${perSecond} a second: ${complete.length} of ${asked.length}, first token p95 ${first.toFixed(0)} ms\n`,
    );
    if (complete.length < CARRIED * asked.length || first > SOON_MS) break;
    capacity = perSecond;
  }
  await bench.forget();
  return capacity;
}

async function overloadOnce(bench: OverloadBench, capacity: number): Promise<Row> {
  const { main, calls, expected } = bench;
  const read = () => [performance.now(), cpuMs(main.pid), coreBusyMs(1)] as const;
  const before = read();
  const asking = askOpenLoop(calls, { perSecond: TIMES * capacity, ms: HELD_MS, expected });
  const startedAt = performance.now();
  await sleep(HELD_MS);
  const after = read();
  const recovery = await recoveryMs(bench);
  const asked = await asking;
  const { ends, takenForDead } = await bench.audit();
  await bench.forget();
  const of = (result: AskedOnce["result"]) => asked.filter((one) => one.result === result);
  const [complete, refused, broken] = [of("complete"), of("refused"), of("broken")];
  const others = refused.filter(({ status }) => status !== 503);
  for (const problem of new Set([...broken, ...others].map((one) => `${one.status} ${one.problem}`)))
    process.stderr.write(`${problem}\n`);
  const stored = Object.entries(ends).filter(([end]) => end !== "complete");
  const percent = (i: 1 | 2) => ((100 * (after[i] - before[i])) / (after[0] - before[0])).toFixed(0);
  const seconds = (Math.max(...complete.map(({ endMs }) => endMs), 0) + HELD_MS) / 1_000;
  const goodput = complete.length / Math.min(seconds, (performance.now() - startedAt) / 1_000);
  const ms = (values: number[], p: number) => percentile(values, p).toFixed(0);
  const refusedMs = refused.map(({ endMs }) => endMs);
  const begun = firstTokens([...complete, ...broken]);
  return {
    "asked a second": TIMES * capacity,
    "answered a second": (complete.length / (HELD_MS / 1_000)).toFixed(1),
    "of capacity, %": ((100 * complete.length) / (HELD_MS / 1_000) / capacity).toFixed(0),
    "with the time to finish, a second": goodput.toFixed(1),
    refused: refused.length,
    "to refuse, ms p50": ms(refusedMs, 0.5),
    p95: ms(refusedMs, 0.95),
    "refusals other than 503": others.length,
    "first token, ms p50": ms(begun, 0.5),
    "p95 ": ms(begun, 0.95),
    "admitted, not answered": broken.length + stored.reduce((sum, [, count]) => sum + count, 0),
    "how they ended": stored.map(([end, count]) => `${count} ${end}`).join(", ") || "–",
    "wrongly considered dead": takenForDead,
    "recovered after, s": (recovery / 1_000).toFixed(1),
    "core 0, %": percent(1),
    "core 1, %": percent(2),
  };
}

/** Time until a person who keeps asking gets prompt answers. */
async function recoveryMs({ calls, expected }: OverloadBench): Promise<number> {
  const started = performance.now();
  let since = started;
  for (let prompt = 0; prompt < PROMPT_ANSWERS && since - started < RECOVERY_LIMIT_MS; ) {
    const { result, firstTokenMs } = await askOnce(calls(), expected);
    const isPrompt = result === "complete" && firstTokenMs < SOON_MS;
    prompt = isPrompt ? prompt + 1 : 0;
    if (isPrompt) continue;
    await sleep(ASK_AGAIN_MS);
    since = performance.now();
  }
  return since - started;
}

const firstTokens = (asked: AskedOnce[]) =>
  asked.map(({ firstTokenMs }) => firstTokenMs).filter((ms) => !Number.isNaN(ms));
