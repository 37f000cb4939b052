import { setTimeout as sleep } from "node:timers/promises";
import { type Work, watchDatabase } from "./database.ts";
import { Load, words } from "./load.ts";
import { type Bench, finish, hold, type Row, type Subject, TALK } from "./subject.ts";

const STREAMS = 100;
/** None begins or ends while it is measured. */
const ANSWER = { tokens: 1_000, tokenMs: TALK.tokenMs };
const OPEN_OVER_MS = 4_000;
const HELD_MS = 30_000;
const IDLE_MS = 15_000;

/** What the log of open streams costs the database, including all concurrent work. */
export async function turnLog(bench: Bench, subject: Subject, databaseUrl: string): Promise<Row[]> {
  const { pid } = subject.running;
  const { tokens, tokenMs } = ANSWER;
  const database = await watchDatabase(databaseUrl);
  try {
    const [quiet] = await worked(database.read, () => sleep(IDLE_MS));
    await bench.model.order({ text: words(tokens), chunkDelayMs: tokenMs, isSteady: true });
    const load = new Load({ ...ANSWER, call: subject.calls, isRenewed: false });
    await load.grow(STREAMS, OPEN_OVER_MS);
    const [work, seen] = await worked(database.read, () => hold(bench, pid, load, HELD_MS));
    await finish(bench, subject, load);
    const each = (total: number, count: number, digits = 1) => (total / count).toFixed(digits);
    const second = work.ms / 1_000;
    return [
      {
        streams: STREAMS,
        "tokens per second": each(seen.tokens, second, 0),
        "appends per second": each(work.appends, second),
        "rows per second": each(work.rows, second, 0),
        "rows per append": each(work.rows, work.appends),
        "ms per append": each(work.appendMs, work.appends, 2),
        "transactions per second": each(work.commits, second),
        "database CPU, %": each(100 * work.cpuMs, work.ms),
        "idle, %": each(100 * quiet.cpuMs, quiet.ms),
        "µs a token": each(1_000 * work.cpuMs, seen.tokens),
        "WAL, kB per second": each(work.walBytes / 1_024, second, 0),
        "bytes per token": each(work.walBytes, seen.tokens, 0),
        "CPU, %": seen.cpu.toFixed(0),
        "others on core 0, %": seen.strangers.toFixed(0),
        "core 1, %": seen.otherCore.toFixed(0),
        "longest stall, ms": seen.stall.toFixed(0),
        errors: load.errors.length,
      },
    ];
  } finally {
    await database.close();
  }
}

/** Database work during the run, its duration, and what it produced. */
async function worked<T>(
  read: () => Promise<Work>,
  meanwhile: () => Promise<T>,
): Promise<[Work & { ms: number }, T]> {
  const started = performance.now();
  const before = await read();
  const result = await meanwhile();
  const after = await read();
  const names = Object.keys(before) as (keyof Work)[];
  const grown = Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as Work;
  return [{ ...grown, ms: performance.now() - started }, result];
}
