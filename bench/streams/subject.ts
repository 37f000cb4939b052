import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { coreBusyMs, cpuMs } from "../host.ts";
import type { Running } from "../processes.ts";
import { storedAnswer } from "../turn-events.ts";
import { type Call, Load, type Seen, words } from "./load.ts";
import type { ModelProcess } from "./model.ts";

/** Where `processes.ts` pins the process under test, and where everything else of the bench runs. */
const ITS_CORE = 0;
export const OTHER_CORE = 1;
const WARM_UP = 100;
/** One in this many finished answers is compared with what is stored. */
const CHECKED = 10;

export type Row = Record<string, string | number>;
/** A server under test, and questions to it. */
export type Subject = { name: string; running: Running; calls(): Call };
export type Bench = { model: ModelProcess; problems: string[] };

/** Answers of 250 tokens at 25 a second. */
export const TALK = { tokens: 250, tokenMs: 40 };

/** A hundred short turns, and then quiet. */
export async function warmUp({ model }: Bench, { calls, running }: Subject): Promise<void> {
  await model.order({ text: words(20), chunkDelayMs: 5 });
  const load = new Load({ call: calls, tokens: 20, tokenMs: 5, isRenewed: false });
  await load.grow(WARM_UP, WARM_UP * 50);
  await load.close();
  if (load.errors[0]) throw new Error(`The warm-up failed: ${load.errors[0]}`);
  await settled(running.pid);
}

/** Until a process has used less than a twentieth of a core for three seconds. */
export async function settled(pid: number): Promise<void> {
  for (let quiet = 0, tries = 0; quiet < 3 && tries < 60; tries += 1) {
    const before = cpuMs(pid);
    await sleep(1_000);
    quiet = cpuMs(pid) - before < 50 ? quiet + 1 : 0;
  }
}

export type Held = Seen & {
  cpu: number;
  strangers: number;
  otherCore: number;
  clientLate: number;
  modelLate: number;
};

/**
 * Measures for a fixed time under load. In % of a core: the process under test, what other processes took
 * of its core (which shows a disturbed run), and the other core.
 */
export async function hold({ model }: Bench, pid: number, load: Load, ms: number): Promise<Held> {
  const loop = monitorEventLoopDelay({ resolution: 5 });
  await model.order();
  load.look();
  loop.enable();
  const read = () => [performance.now(), cpuMs(pid), coreBusyMs(ITS_CORE), coreBusyMs(OTHER_CORE)] as const;
  const before = read();
  await sleep(ms);
  const after = read();
  const seen = load.look();
  loop.disable();
  const percent = (i: 1 | 2 | 3) => (100 * (after[i] - before[i])) / (after[0] - before[0]);
  const cpu = percent(1);
  return {
    ...seen,
    cpu,
    strangers: Math.max(0, percent(2) - cpu),
    otherCore: percent(3),
    clientLate: loop.max / 1e6,
    modelLate: await model.order(),
  };
}

/** Ends the load and compares what was read with what is stored. */
export async function finish(bench: Bench, subject: Subject, load: Load): Promise<void> {
  await load.close();
  bench.problems.push(...load.errors.map((error) => `${subject.name}: ${error}`));
  const checked = load.finished.filter((_, i) => i % CHECKED === 0);
  for (const { conversation, text } of checked) {
    if ((await storedAnswer(conversation, conversation.conversation)) !== text)
      bench.problems.push(
        `${subject.name}: ${conversation.conversation} is stored with a different text than was streamed.`,
      );
  }
}
