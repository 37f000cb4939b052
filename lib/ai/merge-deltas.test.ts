import { createOpenAI } from "@ai-sdk/openai";
import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { mergeDeltas, mergingFetch } from "./merge-deltas.ts";

/** The pauses that were made, in milliseconds. */
const slept = vi.hoisted((): number[] => []);
vi.mock("node:timers/promises", async (importOriginal) => {
  const { setTimeout } = await importOriginal<typeof import("node:timers/promises")>();
  const sleep: typeof setTimeout = (ms, ...rest) => {
    slept.push(ms ?? 0);
    return setTimeout(ms, ...rest);
  };
  return { setTimeout: sleep };
});

const WORDS = ["Hé", "llo", " 👋🏽", " wor", "ld", '. "q', '"\\n\n', "data: x\n\n", " end", "", "!"];
const encoder = new TextEncoder();

type Dialect = { name: "responses" | "chat"; events: string[] };
const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 };
const response = { id: "r", created_at: 1, model: "m" };
const part = { item_id: "i", output_index: 0, content_index: 0 };

const responses: Dialect = {
  name: "responses",
  events: [
    { type: "response.created", response },
    {
      type: "response.output_item.added",
      output_index: 0,
      item: { type: "message", id: "i", role: "assistant" },
    },
    ...WORDS.map((delta, i) => ({
      type: "response.output_text.delta",
      ...part,
      delta,
      sequence_number: i,
      logprobs: [],
    })),
    {
      type: "response.output_item.done",
      output_index: 0,
      item: { type: "message", id: "i", role: "assistant" },
    },
    { type: "response.completed", response: { ...response, usage, incomplete_details: null } },
  ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
};

const chunk = (delta: unknown, finish_reason: string | null = null) => ({
  id: "c",
  object: "chat.completion.chunk",
  created: 1,
  model: "m",
  choices: [{ index: 0, delta, finish_reason, logprobs: null }],
});
const chat: Dialect = {
  name: "chat",
  events: [
    ...[
      chunk({ role: "assistant", content: "", refusal: null }),
      ...WORDS.map((content) => chunk({ content })),
    ],
    chunk({}, "stop"),
    {
      ...chunk({}),
      choices: [],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    },
    "[DONE]",
  ].map((event) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`),
};

/** A stream that supplies each piece once the one before it is read. */
function bodyOf(pieces: readonly Uint8Array[], onCancel?: () => void): ReadableStream<Uint8Array> {
  const rest = pieces.values();
  return new ReadableStream(
    {
      pull(controller) {
        const { done, value } = rest.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: onCancel,
    },
    { highWaterMark: 0 },
  );
}

function cut(text: string, size: number): Uint8Array[] {
  const bytes = encoder.encode(text);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => bytes.slice(i * size, (i + 1) * size));
}

/** The text and parts that the SDK's client reads from a stream. */
async function heard(name: Dialect["name"], body: ReadableStream<Uint8Array>) {
  const answer = new Response(body, { headers: { "content-type": "text/event-stream" } });
  const provider = createOpenAI({ apiKey: "none", fetch: async () => answer });
  const model = name === "chat" ? provider.chat("m") : provider.responses("m");
  const { stream } = await model.doStream({
    prompt: [{ role: "user", content: [{ type: "text", text: "?" }] }],
  });
  const seen = { text: "", deltas: 0, finish: "", tokens: 0, errors: 0 };
  for await (const event of stream as unknown as AsyncIterable<LanguageModelV4StreamPart>) {
    if (event.type === "text-delta") {
      seen.text += event.delta;
      seen.deltas += 1;
    } else if (event.type === "error") seen.errors += 1;
    else if (event.type === "finish") {
      seen.finish = event.finishReason.unified;
      seen.tokens = event.usage.outputTokens.total ?? 0;
    }
  }
  return seen;
}

const read = async (body: ReadableStream<Uint8Array>) => new Response(body).text();
const never = () => 0;

describe.each([responses, chat])("deltas of $name", ({ name, events }) => {
  const whole = events.join("");
  const expected = { text: WORDS.join(""), finish: "stop", tokens: 4, errors: 0 };

  it("have the same text however the bytes are split", async () => {
    for (const ending of ["\n", "\r\n"]) {
      const text = whole.replaceAll("\n", ending);
      for (const size of [1, 2, 3, 7, 50, 211, 400, 1_000, 100_000])
        expect(await heard(name, mergeDeltas(bodyOf(cut(text, size)), never))).toMatchObject(expected);
    }
  });

  it("are merged when they arrive together and passed on otherwise", async () => {
    expect((await heard(name, mergeDeltas(bodyOf([encoder.encode(whole)]), never))).deltas).toBe(1);
    const alone = events.map((event) => encoder.encode(event));
    expect(await read(mergeDeltas(bodyOf(alone), never))).toBe(whole);
  });

  it("are passed on when the last is truncated", async () => {
    const cutOff = `${events.slice(0, 4).join("")}data: {"type":"response.out`;
    expect((await read(mergeDeltas(bodyOf([encoder.encode(cutOff)]), never))).endsWith('"response.out')).toBe(
      true,
    );
  });
});

describe("deltas of different texts", () => {
  const outcome = async (events: unknown[]) =>
    read(mergeDeltas(bodyOf([encoder.encode(events.map((event) => `data: ${event}\n\n`).join(""))]), never));
  const delta = (text: string, more: object = {}) =>
    JSON.stringify({ type: "response.output_text.delta", ...part, delta: text, ...more });

  it.each([
    ["parts of two items", [delta("a"), delta("b", { item_id: "j" })]],
    ["two parts of one item", [delta("a"), delta("b", { content_index: 1 })]],
    [
      "two choices",
      [JSON.stringify(chunk({ content: "a" })), JSON.stringify({ ...chunk({ content: "b" }), id: "d" })],
    ],
    [
      "a call of a tool",
      [JSON.stringify(chunk({ content: "a" })), JSON.stringify(chunk({ content: "", tool_calls: [{}] }))],
    ],
    ["an end", [JSON.stringify(chunk({ content: "a" })), JSON.stringify(chunk({ content: "b" }, "length"))]],
    ["something between them", [delta("a"), '{"type":"response.reasoning_summary_text.delta"}', delta("b")]],
    ["no JSON", [delta("a"), '{"type":"response.output_text.delta",', delta("b")]],
    ["text that is none", [delta("a"), JSON.stringify({ type: "response.output_text.delta", delta: 5 })]],
  ])("stays apart: %s", async (_, events) => {
    expect(await outcome(events)).toBe(events.map((event) => `data: ${event}\n\n`).join(""));
  });

  it("are passed on when an event never ends", async () => {
    const endless = `data: ${"x".repeat(1_100_000)}`;
    const body = mergeDeltas(bodyOf([encoder.encode(endless), encoder.encode("y")]), never);
    const reader = body.getReader();
    expect((await reader.read()).value).toHaveLength(endless.length);
    expect(await read(mergeDeltas(bodyOf(cut(`${endless}y\n\n`, 65_536)), never))).toBe(`${endless}y\n\n`);
  });
});

it("leaves out what the SDK ignores, and only that", async () => {
  const unread = [
    { type: "response.in_progress", response },
    { type: "response.content_part.added", ...part, part: { type: "output_text", text: "" } },
    { type: "response.output_text.done", ...part, text: "x" },
    { type: "response.content_part.done", ...part, part: { type: "output_text", text: "x" } },
  ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const quoted = `data: ${JSON.stringify({ ...part, type: "response.output_text.delta", delta: unread.join("") })}\n\n`;
  const [created = "", added = "", ...others] = responses.events;
  const events = [created, unread[0], added, unread[1], quoted, ...unread.slice(2), ...others].join("");
  const kept = [created, added, quoted, ...others].join("");
  const alone = events.split(/(?<=\n\n)/).map((event) => encoder.encode(event));
  expect(await read(mergeDeltas(bodyOf(alone), never))).toBe(kept);
  const plain = await heard("responses", bodyOf([encoder.encode(events)]));
  expect(await heard("responses", bodyOf([encoder.encode(kept)]))).toEqual(plain);
  expect(plain.text).toBe(unread.join("") + WORDS.join(""));
});

describe("pacing", () => {
  beforeEach(() => {
    slept.length = 0;
  });

  const pieces = chat.events.map((event) => encoder.encode(event));

  it("never delays the first piece, and delays each later one by the pause", async () => {
    const body = mergeDeltas(bodyOf(pieces), () => 30);
    const reader = body.getReader();
    await reader.read();
    await reader.read();
    expect(slept).toEqual([]);
    await reader.read();
    expect(slept).toEqual([30]);
    await reader.cancel();
  });

  it("cancels without waiting", async () => {
    let isCancelled = false;
    const body = mergeDeltas(
      bodyOf(pieces, () => {
        isCancelled = true;
      }),
      () => 60_000,
    );
    const reader = body.getReader();
    await reader.read();
    await reader.read();
    const waiting = reader.read();
    await reader.cancel();
    expect((await waiting).done).toBe(true);
    expect(isCancelled).toBe(true);
  });

  it("counts open streams only, not those that ended, failed or were canceled", async () => {
    const fetch = mergingFetch(async (_, init) => {
      const body = new ReadableStream<Uint8Array>(
        {
          pull: (controller) => controller.enqueue(pieces[1] ?? new Uint8Array()),
          start: (controller) =>
            init?.signal?.addEventListener("abort", () => controller.error(new Error("aborted"))),
        },
        { highWaterMark: 0 },
      );
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    });
    expect(await pausesOf(await fetch("http://model"), 5)).toEqual([]);
    const stop = new AbortController();
    const others: ReadableStreamDefaultReader<Uint8Array>[] = [];
    for (let i = 0; i < 100; i += 1) {
      const { body } = await fetch("http://model", i < 50 ? { signal: stop.signal } : {});
      if (body) others.push(body.getReader());
    }
    expect(await pausesOf(await fetch("http://model"), 5)).toEqual([120, 120, 120, 120]);
    stop.abort();
    await Promise.all(others.slice(50).map((other) => other.cancel()));
    expect(await pausesOf(await fetch("http://model"), 5)).toEqual([]);
  });

  async function pausesOf(response: Response, pieces: number): Promise<number[]> {
    slept.length = 0;
    const reader = response.body?.getReader();
    for (let i = 0; i < pieces; i += 1) await reader?.read();
    await reader?.cancel();
    return [...slept];
  }
});

it("leaves a response that is no stream, or an error, unchanged", async () => {
  for (const [status, type] of [
    [200, "application/json"],
    [500, "text/event-stream"],
  ] as const) {
    const given = new Response("{}", { status, headers: { "content-type": type } });
    expect(await mergingFetch(async () => given)("http://model")).toBe(given);
  }
});
