import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { eventReader, textOf } from "../turn-events.ts";
import type { Call } from "./load.ts";

/** What became of one question. Milliseconds since it was asked; NaN where there was none. */
export type AskedOnce = {
  /** `refused`: by the server, before it took the question. `broken`: taken, but without a whole answer. */
  result: "complete" | "refused" | "broken";
  status: number;
  headMs: number;
  firstTokenMs: number;
  endMs: number;
  /** Why it is broken. */
  problem: string;
};

/** Longer than any answer takes. */
const GIVE_UP_MS = 60_000;
/** Appears only in the text of an answer. */
const WORD = Buffer.from("word");

/**
 * Asks at a fixed rate, whether or not earlier questions are answered, each once and on its own connection.
 * Returns when all have ended.
 */
export async function askOpenLoop(
  call: () => Call,
  { perSecond, ms, expected }: { perSecond: number; ms: number; expected: string },
): Promise<AskedOnce[]> {
  const agent = new Agent({ keepAlive: false });
  const started = performance.now();
  const asked: Promise<AskedOnce>[] = [];
  const count = Math.round((perSecond * ms) / 1_000);
  while (asked.length < count) {
    const wait = started + (asked.length * 1_000) / perSecond - performance.now();
    if (wait > 1) await sleep(wait);
    asked.push(askOnce(call(), expected, agent));
  }
  return Promise.all(asked);
}

/** Asks one question and reads its answer to the end. */
export async function askOnce(
  { url, headers, body }: Call,
  expected: string,
  agent?: Agent,
): Promise<AskedOnce> {
  const started = performance.now();
  const since = () => performance.now() - started;
  const seen = { status: 0, headMs: Number.NaN, firstTokenMs: Number.NaN };
  try {
    const length = String(Buffer.byteLength(body));
    const asking = request(url, {
      method: "POST",
      agent,
      headers: { "content-type": "application/json", "content-length": length, ...headers },
    });
    const limit = setTimeout(() => asking.destroy(new Error("gave up")), GIVE_UP_MS);
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      asking.once("response", resolve).once("error", reject);
    });
    asking.end(body);
    const response = await answered;
    seen.status = response.statusCode ?? 0;
    seen.headMs = since();
    const pieces: Buffer[] = [];
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      if (Number.isNaN(seen.firstTokenMs) && seen.status === 200 && piece.includes(WORD))
        seen.firstTokenMs = since();
    }
    clearTimeout(limit);
    const text = Buffer.concat(pieces).toString();
    if (seen.status !== 200) return { ...seen, result: "refused", endMs: since(), problem: "" };
    const reader = eventReader();
    reader.feed(text);
    const isWhole = textOf(reader.take()) === expected && text.endsWith("data: [DONE]\n\n");
    const problem = isWhole ? "" : `it ended with ${text.slice(-120)}`;
    return { ...seen, result: isWhole ? "complete" : "broken", endMs: since(), problem };
  } catch (error) {
    // Nothing came back: the server is not known to have taken it.
    const result = seen.status === 200 ? "broken" : "refused";
    return { ...seen, result, endMs: since(), problem: String(error) };
  }
}
