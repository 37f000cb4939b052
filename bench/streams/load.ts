import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { eventReader, textOf } from "../turn-events.ts";

/** One question to a server under test; `conversation` where its answer is stored. */
export type Call = {
  url: string;
  headers: Record<string, string>;
  body: string;
  conversation: Stored | null;
};
type Stored = { url: string; apiKey: string; conversation: string };
export type Finished = { conversation: Stored; text: string };

/** What readers saw in a stretch of time. Milliseconds; what still waits at its end has waited so long. */
export type Seen = {
  firstTokens: number[];
  /** From the question to the end of the answer. */
  wholes: number[];
  /** Longest time between two tokens, less the model's own. */
  stall: number;
  /** How much later than due after the first token the latest one came. */
  late: number;
  tokens: number;
  /** How long an overloaded server took to refuse. */
  refusals: number[];
  errors: string[];
};

/** An overloaded server took nothing and names the time to ask again, as the page does. */
class Refused extends Error {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("The server is overloaded.");
    this.retryAfterMs = retryAfterMs;
  }
}

type Options = {
  call(): Call;
  /** Words `word1 word2 …`, one a token, `tokenMs` apart. */
  tokens: number;
  tokenMs: number;
  /** Whether a new stream takes a finished one's place, and after how long. */
  isRenewed: boolean;
  pauseMs?: () => number;
};

/** Appears nowhere else in these streams. */
const WORD = "word";
const BYTES = Buffer.from(WORD);
const DRAIN_MS = 90_000;
const PAUSE_AFTER_ERROR_MS = 1_000;

export function words(tokens: number): string {
  return Array.from({ length: tokens }, (_, i) => `word${i + 1}`).join(" ");
}

/** Concurrent streams, each on its own connection. */
export class Load {
  readonly #options: Options;
  readonly #expected: string;
  readonly #agent = new Agent({ keepAlive: false });
  readonly #open = new Set<Stream>();
  readonly #slots: Promise<void>[] = [];
  readonly finished: Finished[] = [];
  readonly #closing = new AbortController();
  #seen: Seen = nothing();
  /** Of the whole run. */
  errors: string[] = [];
  streams = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#expected = words(options.tokens);
  }

  get open(): number {
    return this.#open.size;
  }

  /** Opens streams up to `count`, evenly over `overMs`. */
  async grow(to: number, overMs: number): Promise<void> {
    const from = this.#slots.length;
    const started = performance.now();
    for (let i = from; i < to; i += 1) {
      const wait = started + ((i - from) * overMs) / (to - from) - performance.now();
      if (wait > 1) await sleep(wait);
      this.#slots.push(this.#fill());
    }
    await sleep(Math.max(0, started + overMs - performance.now()));
  }

  /** What was seen since it was asked last. */
  look(): Seen {
    const now = performance.now();
    for (const stream of this.#open) stream.waits(now, this.#seen, this.#options.tokenMs);
    const seen = this.#seen;
    this.#seen = nothing();
    return seen;
  }

  /** Waits for the open streams to end; no new ones begin. */
  async close(): Promise<void> {
    this.#closing.abort();
    const late = sleep(DRAIN_MS, "late", { ref: false });
    if ((await Promise.race([Promise.all(this.#slots), late])) !== "late") return;
    this.#failed(new Error(`${this.#open.size} streams had not ended ${DRAIN_MS / 1_000} s after the load.`));
    for (const stream of this.#open) stream.cut();
    await Promise.all(this.#slots);
  }

  async #fill(): Promise<void> {
    do {
      const call = this.#options.call();
      const asked = performance.now();
      try {
        const text = await this.#read(call);
        this.#seen.wholes.push(performance.now() - asked);
        if (text !== this.#expected)
          throw new Error(`An answer is not what the model wrote: ${difference(text, this.#expected)}`);
        if (call.conversation) this.finished.push({ conversation: call.conversation, text });
      } catch (error) {
        if (error instanceof Refused) {
          this.#seen.refusals.push(performance.now() - asked);
          await this.#pause(error.retryAfterMs);
          continue;
        }
        this.#failed(error);
        await sleep(PAUSE_AFTER_ERROR_MS);
      }
      if (this.#options.pauseMs && !this.#closing.signal.aborted) await this.#pause(this.#options.pauseMs());
    } while (this.#options.isRenewed && !this.#closing.signal.aborted);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  #failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#seen.errors.push(message);
    this.errors.push(message);
  }

  async #read(call: Call): Promise<string> {
    const stream = new Stream(call, this.#agent);
    this.#open.add(stream);
    this.streams += 1;
    try {
      return await stream.read((now, words) => stream.reached(now, words, this.#seen, this.#options.tokenMs));
    } finally {
      this.#open.delete(stream);
    }
  }
}

function nothing(): Seen {
  return { firstTokens: [], wholes: [], stall: 0, late: 0, tokens: 0, refusals: [], errors: [] };
}

function difference(text: string, expected: string): string {
  let at = 0;
  while (at < text.length && text[at] === expected[at]) at += 1;
  return `at ${at} of ${expected.length} it goes on with ${JSON.stringify(text.slice(at, at + 40))}.`;
}

class Stream {
  readonly #asked = performance.now();
  readonly #call: Call;
  readonly #agent: Agent;
  #firstAt = 0;
  #lastAt = 0;
  #words = 0;
  #cut: () => void = () => undefined;

  constructor(call: Call, agent: Agent) {
    this.#call = call;
    this.#agent = agent;
  }

  cut(): void {
    this.#cut();
  }

  /** Returns the whole text. `onWords` is called for each piece that brings words. */
  async read(onWords: (now: number, words: number) => void): Promise<string> {
    const { url, headers, body } = this.#call;
    const length = String(Buffer.byteLength(body));
    const asking = request(url, {
      method: "POST",
      agent: this.#agent,
      headers: { "content-type": "application/json", "content-length": length, ...headers },
    });
    this.#cut = () => asking.destroy(new Error("It was cut off."));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      asking.once("response", resolve).once("error", reject);
    });
    asking.end(body);
    const response = await answered;
    const pieces: Buffer[] = [];
    const countWords = wordCounter();
    await new Promise<void>((resolve, reject) => {
      response.on("data", (piece: Buffer) => {
        pieces.push(piece);
        const count = countWords(piece);
        if (count > 0 && response.statusCode === 200) onWords(performance.now(), count);
      });
      response.once("end", resolve).once("error", reject);
    });
    const whole = Buffer.concat(pieces).toString();
    if (response.statusCode === 503 && whole.includes('"overloaded"'))
      throw new Refused(1_000 * Number(response.headers["retry-after"]));
    if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${whole.slice(0, 200)}`);
    if (!whole.endsWith("data: [DONE]\n\n"))
      throw new Error(`A stream ended early, with ${whole.slice(-100)}`);
    const reader = eventReader();
    reader.feed(whole);
    return textOf(reader.take());
  }

  reached(now: number, words: number, seen: Seen, tokenMs: number): void {
    if (this.#words === 0) {
      this.#firstAt = now;
      seen.firstTokens.push(now - this.#asked);
    } else seen.stall = Math.max(seen.stall, now - this.#lastAt - tokenMs);
    this.#words += words;
    this.#lastAt = now;
    seen.late = Math.max(seen.late, now - this.#firstAt - (this.#words - 1) * tokenMs);
    seen.tokens += words;
  }

  /** Counts what has not come by now, where it is late already. */
  waits(now: number, seen: Seen, tokenMs: number): void {
    if (this.#words > 0) seen.stall = Math.max(seen.stall, now - this.#lastAt - tokenMs);
    else if (now - this.#asked > Math.max(...seen.firstTokens)) seen.firstTokens.push(now - this.#asked);
  }
}

/** Counts the words in pieces of a stream, those that two pieces share included. */
function wordCounter(): (piece: Buffer) => number {
  let seam = "";
  return (piece) => {
    const head = piece.toString("latin1", 0, WORD.length - 1);
    let count = (seam + head).includes(WORD) ? 1 : 0;
    for (let at = piece.indexOf(BYTES); at >= 0; at = piece.indexOf(BYTES, at + WORD.length)) count += 1;
    seam = piece.toString("latin1", Math.max(0, piece.length - WORD.length + 1));
    return count;
  };
}

/** Questions to the bare route. */
export function floorCalls(url: string): () => Call {
  const body = JSON.stringify({ message: { parts: [{ type: "text", text: QUESTION }] } });
  return () => ({ url: `${url}/api/floor`, headers: {}, body, conversation: null });
}

/** Questions to Parley, each in a new conversation, round-robin over the tenants; their own where given. */
export function parleyCalls(
  url: string,
  tenants: readonly { chatbot: string; apiKey: string; questions?: readonly string[] }[],
): () => Call {
  let next = 0;
  return () => {
    const asked = next++;
    const {
      chatbot,
      apiKey,
      questions = [],
    } = tenants[asked % tenants.length] ?? { chatbot: "", apiKey: "" };
    const text = questions[Math.floor(asked / tenants.length) % questions.length] ?? QUESTION;
    const conversation = randomUUID();
    const message = { id: randomUUID(), role: "user", parts: [{ type: "text", text }] };
    return {
      url: `${url}/api/chat`,
      headers: { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ id: conversation, chatbot, message }),
      conversation: { url, apiKey, conversation },
    };
  };
}

const QUESTION = "How long does it take to charge the battery?";
