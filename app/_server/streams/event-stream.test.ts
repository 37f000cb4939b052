import { createParser, type EventSourceMessage } from "eventsource-parser";
import { describe, expect, it, vi } from "vitest";
import { sealContext } from "#lib/context/seal.ts";
import type { TurnEvent } from "#lib/conversation/stream/turn-event.ts";
import { newId } from "#lib/core/ids.ts";
import { turnStream } from "./event-stream.ts";

const ctx = sealContext({ tenantId: newId("ten"), actor: { kind: "public" } });
const reader = { ctx, chatbotId: newId("bot") };
const place = { leave: () => undefined };
const AWKWARD = [
  "Grüße 👩‍👩‍👧 日本語 שלום",
  "\r\n\r\ndata: forged\r\nid: 9.9\r\nevent: forged\n\n",
  "\u2028\u2029\u0085\u000b\u000c",
  "\u0000\ufeff\u200b",
  "👩".slice(0, 1),
  "👩".slice(1),
  ": comment\rretry: 1\r",
];

async function* eventsOf(deltas: string[], isWhole = true): AsyncGenerator<TurnEvent> {
  for (const [i, delta] of deltas.entries())
    yield { id: `3.${i}`, chunk: { type: "text-delta", id: "0", delta } };
  if (isWhole) yield { id: `3.${deltas.length}`, chunk: { type: "finish", finishReason: "stop" } };
}

/** Reads a response in pieces of a few bytes, so that every character and line end is split somewhere. */
async function read(response: Response, pieceBytes: number) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => messages.push(message) });
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += pieceBytes)
    parser.feed(decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true }));
  return { text: new TextDecoder().decode(bytes), messages };
}

describe("turnStream", () => {
  it.each([1, 2, 3, 7, 1_000])("frames any text, read in pieces of %i bytes", async (pieceBytes) => {
    const { messages, text } = await read(
      turnStream(reader, place, () => eventsOf(AWKWARD)),
      pieceBytes,
    );
    expect(messages.map(({ id }) => id).slice(0, -1)).toEqual(
      [...AWKWARD.keys(), AWKWARD.length].map((i) => `3.${i}`),
    );
    expect(messages.every(({ event }) => event === undefined)).toBe(true);
    const chunks = messages.slice(0, -1).map(({ data }) => JSON.parse(data));
    expect(chunks.slice(0, -1).map(({ delta }) => delta)).toEqual(AWKWARD);
    expect(messages.at(-1)?.data).toBe("[DONE]");
    expect(text, "no line end but the frame's own").not.toContain("\r");
    for (const line of text.split("\n")) expect(line).toMatch(/^(?:: open|id: 3\.\d+|data: .*|)$/s);
  });

  it("sends [DONE] only after the last chunk", async () => {
    const { messages } = await read(
      turnStream(reader, place, () => eventsOf(["half"], false)),
      100,
    );
    expect(messages.map(({ data }) => data)).not.toContain("[DONE]");
  });

  it("keeps the last id when an event has none", async () => {
    const stored = async function* (): AsyncGenerator<TurnEvent> {
      yield { id: null, chunk: { type: "abort", reason: "stopped" } };
    };
    const { text, messages } = await read(turnStream(reader, place, stored), 100);
    expect(text).not.toContain("id:");
    expect(messages.at(-1)?.data).toBe("[DONE]");
  });

  it("ends the reading, not the turn, when the reader disconnects", async () => {
    let signal: AbortSignal | undefined;
    const response = turnStream(reader, place, (left) => {
      signal = left;
      return (async function* (): AsyncGenerator<TurnEvent> {
        yield* eventsOf(["a"], false);
        await new Promise((resolve) => left.addEventListener("abort", resolve));
      })();
    });
    const body = response.body?.getReader();
    await body?.read();
    expect(signal?.aborted).toBe(false);
    await body?.cancel();
    expect(signal?.aborted).toBe(true);
  });

  it("leaves its place when it ends, and when the reader disconnects", async () => {
    const leave = vi.fn();
    await read(
      turnStream(reader, { leave }, () => eventsOf(["a"])),
      100,
    );
    expect(leave).toHaveBeenCalled();
    const left = vi.fn();
    await turnStream(reader, { leave: left }, () => eventsOf(["a"], false)).body?.cancel();
    expect(left).toHaveBeenCalled();
  });
});
