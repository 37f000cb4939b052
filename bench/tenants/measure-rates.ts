import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { coreBusyMs, cpuMs, preferProcesses } from "../host.ts";
import type { Running } from "../processes.ts";
import { parleyCalls, words } from "../streams/load.ts";
import { type AskedOnce, askOnce, askOpenLoop } from "../streams/open-loop.ts";
import { type Bench, OTHER_CORE, type Row, settled } from "../streams/subject.ts";
import { percentile } from "../table.ts";
import type { TurnTenant } from "../turn/tenants.ts";

type Subject = { running: Running; quiet: TurnTenant; loud: TurnTenant; database: string | undefined };

const ANSWER = { tokens: 20, tokenMs: 100 };
const EXPECTED = words(ANSWER.tokens);
const HELD_MS = 20_000;
/** Turns a second that one process answers on one core of the reference machine. */
const CAPACITY = 40;
const TIMES = [0, 1, 2, 3];
/** Until a changed budget counts, with the refusals that are remembered. */
const BUDGET_KNOWN_MS = 5_500;

/** The quiet workspace beside one that asks at a multiple of the capacity, and beside one over its budget. */
export async function measureRates({ model, problems }: Bench, subject: Subject): Promise<Row[]> {
  preferProcesses([process.pid, model.pid]);
  await model.order({ text: EXPECTED, chunkDelayMs: ANSWER.tokenMs, isSteady: true });
  const rows: Row[] = [];
  const alone = { p50: Number.NaN, p95: Number.NaN };
  const measure = async (name: string, perSecond: number) => {
    const { quiet, loud, cpu, otherCore } = await holdBoth(subject, perSecond);
    const first = quiet.map(({ firstTokenMs }) => firstTokenMs).filter((ms) => !Number.isNaN(ms));
    const [p50, p95] = [percentile(first, 0.5), percentile(first, 0.95)];
    if (perSecond === 0) Object.assign(alone, { p50, p95 });
    const of = (asked: AskedOnce[], result: AskedOnce["result"]) =>
      asked.filter((one) => one.result === result);
    for (const { status, problem } of quiet.filter(({ result }) => result !== "complete"))
      problems.push(`The quiet workspace got ${status} ${problem}`);
    rows.push({
      "the other workspace": name,
      "its questions a second": perSecond,
      answered: of(loud, "complete").length,
      refused: of(loud, "refused").length,
      broken: of(loud, "broken").length,
      "to refuse, ms p95": percentile(
        of(loud, "refused").map(({ endMs }) => endMs),
        0.95,
      ).toFixed(0),
      "turns of the quiet workspace": quiet.length,
      "not answered": quiet.length - of(quiet, "complete").length,
      "first token, ms p50": p50.toFixed(0),
      p95: p95.toFixed(0),
      "of its own idle p50": (p50 / alone.p50).toFixed(2),
      "of its own idle p95": (p95 / alone.p95).toFixed(2),
      "CPU, %": cpu.toFixed(0),
      "core 1, %": otherCore.toFixed(0),
    });
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
    await settled(subject.running.pid);
  };
  for (const times of TIMES) await measure(times === 0 ? "idle" : `${times} x capacity`, times * CAPACITY);
  await endBudget(subject);
  await sleep(BUDGET_KNOWN_MS);
  for (const times of TIMES.slice(1)) await measure(`over its budget, ${times} x`, times * CAPACITY);
  return rows;
}

/** Two people of the quiet workspace ask in turn while the other asks at a fixed rate. */
async function holdBoth({ running, quiet, loud }: Subject, perSecond: number) {
  const asking = askOpenLoop(parleyCalls(running.url, [loud]), {
    perSecond,
    ms: HELD_MS,
    expected: EXPECTED,
  });
  const quietCalls = parleyCalls(running.url, [quiet]);
  const before = [cpuMs(running.pid), coreBusyMs(OTHER_CORE)] as const;
  const until = performance.now() + HELD_MS;
  const person = async () => {
    const asked: AskedOnce[] = [];
    while (performance.now() < until) asked.push(await askOnce(quietCalls(), EXPECTED));
    return asked;
  };
  const asked = (await Promise.all([person(), person()])).flat();
  const percent = (now: number, then: number) => (100 * (now - then)) / HELD_MS;
  const cpu = percent(cpuMs(running.pid), before[0]);
  const otherCore = percent(coreBusyMs(OTHER_CORE), before[1]);
  return { quiet: asked, loud: await asking, cpu, otherCore };
}

/** Leaves the loud workspace no messages for today. */
async function endBudget({ loud, database }: Subject): Promise<void> {
  const owner = new pg.Client({ connectionString: database });
  await owner.connect();
  await owner.query(
    `insert into platform.budgets (tenant_id, scope, period, messages)
    select tenant_id, 'tenant', 'day', 0 from platform.addresses where kind = 'chatbot' and value = $1
    on conflict (tenant_id, scope, chatbot_id, period) do update set messages = 0`,
    [loud.chatbot],
  );
  await owner.end();
}
