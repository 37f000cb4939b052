import { rssKb } from "../host.ts";
import { percentile } from "../table.ts";
import { Load, words } from "./load.ts";
import { type Bench, finish, hold, type Row, type Subject, settled } from "./subject.ts";

const STREAMS = 1_000;
const ANSWER = { tokens: 52, tokenMs: 2_000 };
/** The first stream ends after both. */
const OPEN_OVER_MS = 40_000;
const HELD_MS = 60_000;

/** What a process weighs idle and with many slow streams open. */
export async function memory(bench: Bench, subject: Subject): Promise<Row[]> {
  const { pid } = subject.running;
  const { tokens, tokenMs } = ANSWER;
  const idle = rssKb(pid);
  await bench.model.order({ text: words(tokens), chunkDelayMs: tokenMs, isSteady: true });
  const load = new Load({ ...ANSWER, call: subject.calls, isRenewed: false });
  await load.grow(STREAMS, OPEN_OVER_MS);
  const sizes: number[] = [];
  const sampler = setInterval(() => sizes.push(rssKb(pid)), 1_000);
  const held = await hold(bench, pid, load, HELD_MS);
  clearInterval(sampler);
  const { open } = load;
  await finish(bench, subject, load);
  await settled(pid);
  const mib = (kb: number) => (kb / 1_024).toFixed(0);
  const typical = percentile(sizes, 0.5);
  return [
    {
      subject: subject.name,
      "slow streams": open,
      "idle, MiB": mib(idle),
      "open, MiB": mib(typical),
      "most, MiB": mib(Math.max(...sizes)),
      "kB per stream": ((typical - idle) / open).toFixed(0),
      "after, MiB": mib(rssKb(pid)),
      "longest stall, ms": held.stall.toFixed(0),
      "CPU, %": held.cpu.toFixed(1),
      "others on core 0, %": held.strangers.toFixed(0),
      "core 1, %": held.otherCore.toFixed(0),
      errors: load.errors.length,
    },
  ];
}
