import { setTimeout as sleep } from "node:timers/promises";
import { Load, words } from "../streams/load.ts";
import type { ModelProcess } from "../streams/model.ts";
import { type Bench, finish, type Held, hold, type Row, type Subject, settled } from "../streams/subject.ts";
import { percentile } from "../table.ts";

const ANSWER = { tokens: 50, tokenMs: 40 };
const SCRIPT = { text: words(ANSWER.tokens), chunkDelayMs: ANSWER.tokenMs, isSteady: true };
const ROUNDS = 3;
const ROUND_MS = 10_000;
/** Turns begin spread over the length of one, and go on until all of the first have ended. */
const OPEN_OVER_MS = ANSWER.tokens * ANSWER.tokenMs;
const ASKS = 30;

/** The model server's own time to first token with no other load: p50, in milliseconds. */
export async function modelFirstToken(model: ModelProcess): Promise<number> {
  await model.order(SCRIPT);
  const times: number[] = [];
  for (let i = 0; i < ASKS; i += 1) {
    const asked = performance.now();
    const stop = new AbortController();
    const response = await fetch(`${model.baseUrl}/responses`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        model: "bench",
        stream: true,
        input: [{ role: "user", content: [{ type: "input_text", text: "?" }] }],
      }),
      signal: stop.signal,
    });
    if (!response.body) throw new Error("The model returned nothing.");
    const reader = response.body.getReader();
    for (let seen = "", isOver = false; !isOver && !seen.includes("word1"); ) {
      const { done, value } = await reader.read();
      seen += Buffer.from(value ?? []).toString();
      isOver = done;
    }
    times.push(performance.now() - asked);
    stop.abort();
  }
  return percentile(times, 0.5);
}

/** Turns at a fixed concurrency in three rounds: medians over the rounds. */
export async function measureTurns(
  bench: Bench,
  subject: Subject,
  count: number,
  modelMs: number,
): Promise<Row> {
  const { pid } = subject.running;
  await bench.model.order(SCRIPT);
  const load = new Load({ ...ANSWER, call: subject.calls, isRenewed: true });
  await load.grow(count, OPEN_OVER_MS);
  await sleep(OPEN_OVER_MS);
  const rounds: Held[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await hold(bench, pid, load, ROUND_MS));
  await finish(bench, subject, load);
  await settled(pid);
  const middle = (value: (round: (typeof rounds)[number]) => number) => percentile(rounds.map(value), 0.5);
  const added = (p: number) => middle(({ firstTokens }) => percentile(firstTokens, p)) - modelMs;
  const row = {
    subject: subject.name,
    "at once": count,
    turns: rounds.reduce((sum, { firstTokens }) => sum + firstTokens.length, 0),
    "added to first token, ms p50": added(0.5).toFixed(1),
    p95: added(0.95).toFixed(1),
    "CPU per turn, ms": middle(
      ({ cpu, tokens }) => (cpu * ROUND_MS) / 100 / (tokens / ANSWER.tokens),
    ).toFixed(1),
    "CPU, %": middle(({ cpu }) => cpu).toFixed(0),
    "longest stall, ms": middle(({ stall }) => stall).toFixed(0),
    "others on core 0, %": middle(({ strangers }) => strangers).toFixed(0),
    "core 1, %": middle(({ otherCore }) => otherCore).toFixed(0),
    "model late, ms": Math.max(...rounds.map(({ modelLate }) => modelLate)).toFixed(0),
    errors: rounds.reduce((sum, { errors }) => sum + errors.length, 0),
  };
  process.stderr.write(`${JSON.stringify(row)}\n`);
  return row;
}
