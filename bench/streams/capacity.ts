import { percentile } from "../table.ts";
import { Load, words } from "./load.ts";
import { type Bench, finish, hold, type Row, type Subject, TALK } from "./subject.ts";

const STEPS = [50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 1_000];
/** A step opens its streams over the length of one, so that they are spread, and is held for three. */
const OPEN_OVER_MS = TALK.tokens * TALK.tokenMs;
const HELD_MS = 3 * OPEN_OVER_MS;
const FIRST_TOKEN_MS = 500;
const STALL_MS = 250;

/** More and more streams, each renewed as it ends, until two steps are not carried. */
export async function capacity(bench: Bench, subject: Subject): Promise<Row[]> {
  const { pid } = subject.running;
  await bench.model.order({ text: words(TALK.tokens), chunkDelayMs: TALK.tokenMs, isSteady: true });
  const load = new Load({ ...TALK, call: subject.calls, isRenewed: true });
  const rows: Row[] = [];
  for (let step = 0, missed = 0; step < STEPS.length && missed < 2; step += 1) {
    const streams = STEPS[step] ?? 0;
    await load.grow(streams, OPEN_OVER_MS);
    const held = await hold(bench, pid, load, HELD_MS);
    const p95 = percentile(held.firstTokens, 0.95);
    const isCarried = p95 <= FIRST_TOKEN_MS && held.stall <= STALL_MS && held.errors.length === 0;
    missed = isCarried ? 0 : missed + 1;
    rows.push({
      subject: subject.name,
      streams,
      carried: isCarried ? "yes" : "no",
      "new ones": held.firstTokens.length,
      "to first token, ms p50": percentile(held.firstTokens, 0.5).toFixed(0),
      p95: p95.toFixed(0),
      "longest stall, ms": held.stall.toFixed(0),
      "latest token, ms": held.late.toFixed(0),
      "tokens per second": (held.tokens / (HELD_MS / 1_000)).toFixed(0),
      "CPU, %": held.cpu.toFixed(0),
      "others on core 0, %": held.strangers.toFixed(0),
      "core 1, %": held.otherCore.toFixed(0),
      "model late, ms": held.modelLate.toFixed(0),
      "client late, ms": held.clientLate.toFixed(0),
      errors: held.errors.length,
    });
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  await finish(bench, subject, load);
  return rows;
}
