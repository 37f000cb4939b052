import { setTimeout as sleep } from "node:timers/promises";
import { parseJson } from "#lib/core/parse-json.ts";
import { singleton } from "#lib/core/singleton.ts";

/** Limit per stream, however many are open: text still arrives four times a second in a busy process. */
const MAX_PAUSE_MS = 120;
const PAUSE_PER_STREAM_MS = 2;
const MIN_STREAMS_FOR_PAUSE = 8;
const EVENT_STREAM = /^text\/event-stream\b/i;
/** Longer events are passed through unmerged. */
const MAX_EVENT_LENGTH = 1_000_000;
const END_OF_EVENT = /\r\n\r\n|\n\n|\r\r/g;
const EVENT = /^(?:event: ?[^\r\n]*\r?\n)?data: ?(\{[^\r\n]*\})$/;
/** Events that the SDK parses and checks, and then ignores: they hold what the deltas have brought. */
const UNREAD =
  /^(?:event: ?[^\r\n]*\r?\n)?data: ?\{"type": ?"response\.(?:in_progress|content_part\.(?:added|done)|output_text\.done)"/;
const TEXT_DELTA = /"response\.output_text\.delta"|"chat\.completion\.chunk"/;
/** The first chunk of a chat completion has empty text. */
const NONEMPTY_TEXT = /"(?:delta|content)": ?"[^"]/;

/**
 * Wraps fetch so that streamed text reaches the SDK in fewer, larger pieces as more streams are open:
 * handling each piece is most of a stream's cost. Between two pieces a stream waits two milliseconds per open
 * stream, at most `MAX_PAUSE_MS`, and merges what arrived meanwhile, so all streams together deliver about
 * 500 pieces a second. The first piece of text and a cancel never wait.
 */
export function mergingFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const type = response.headers.get("content-type") ?? "";
    if (!response.ok || !response.body || !EVENT_STREAM.test(type)) return response;
    const { status, statusText, headers } = response;
    return new Response(mergeDeltas(response.body), { status, statusText, headers });
  };
}

/** Merges text deltas that arrive together, paced as described at `mergingFetch`. */
export function mergeDeltas(body: ReadableStream<Uint8Array>, pause = pauseNow): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const merger = new DeltaMerger();
  const encoder = new TextEncoder();
  const cancelled = new AbortController();
  const streams = openStreams();
  streams.add(reader);
  const unregister = () => streams.delete(reader);
  // Also settles when a call is aborted that is no longer being read.
  reader.closed.then(unregister, unregister);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const ms = merger.hasText ? pause() : 0;
        if (ms > 0) await sleep(ms, undefined, { signal: cancelled.signal }).catch(() => undefined);
        for (let text = ""; text === "" && !cancelled.signal.aborted; ) {
          const { done, value } = await reader.read();
          text = done ? merger.end() : merger.take(value);
          if (text) controller.enqueue(encoder.encode(text));
          if (done) return controller.close();
        }
      },
      async cancel(reason) {
        cancelled.abort();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** The model responses this process is reading. */
function openStreams(): Set<unknown> {
  return singleton("mergedStreams", () => new Set());
}

function pauseNow(): number {
  const { size } = openStreams();
  return size < MIN_STREAMS_FOR_PAUSE ? 0 : Math.min(PAUSE_PER_STREAM_MS * size, MAX_PAUSE_MS);
}

type Json = Record<string, unknown>;

/** Passes events through, without those that nothing reads, merging consecutive deltas of the same text. */
class DeltaMerger {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #isRaw = false;
  /** Whether visible text has arrived. */
  hasText = false;

  /** @returns the text that can be passed on now */
  take(bytes: Uint8Array): string {
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
    this.#rest = "";
    if (this.#isRaw) return text;
    const events: string[] = [];
    let at = 0;
    for (const { index, 0: end } of text.matchAll(END_OF_EVENT)) {
      events.push(text.slice(at, index + end.length));
      at = index + end.length;
    }
    this.#rest = text.slice(at);
    const merged = this.#merge(events);
    if (this.#rest.length <= MAX_EVENT_LENGTH) return merged;
    this.#isRaw = true;
    return merged + this.end();
  }

  end(): string {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = "";
    return rest;
  }

  #merge(events: readonly string[]): string {
    let out = "";
    let run: string[] = [];
    for (const event of events) {
      if (UNREAD.test(event)) continue;
      if (TEXT_DELTA.test(event)) {
        run.push(event);
        this.hasText ||= NONEMPTY_TEXT.test(event);
      } else {
        out += mergeRun(run) + event;
        run = [];
      }
    }
    return out + mergeRun(run);
  }
}

/** A single event, the usual case, is passed on unparsed. */
function mergeRun(events: readonly string[]): string {
  if (events.length < 2) return events.join("");
  let out = "";
  let held: { event: string; delta: Delta; count: number } | null = null;
  const flushHeld = () => (held ? (held.count === 1 ? held.event : write(held.event, held.delta)) : "");
  for (const event of events) {
    const delta = readDelta(event);
    if (held && delta && held.delta.of === delta.of) {
      held.delta.append(delta.text);
      held.count += 1;
      continue;
    }
    out += flushHeld();
    held = delta && { event, delta, count: 1 };
    if (!delta) out += event;
  }
  return out + flushHeld();
}

/** A text delta. Deltas with the same `of` can be merged. */
type Delta = { of: string; text: string; json: Json; append(text: string): void };

function readDelta(event: string): Delta | null {
  const data = EVENT.exec(event.trimEnd())?.[1];
  if (!data) return null;
  let json: Json;
  try {
    json = parseJson(data) as Json;
  } catch {
    return null;
  }
  return json.type === "response.output_text.delta" ? responsesDelta(json) : chatDelta(json);
}

function responsesDelta(json: Json): Delta | null {
  const { delta: text, item_id, output_index, content_index } = json;
  if (typeof text !== "string") return null;
  const append = (more: string) => {
    json.delta += more;
  };
  return { of: JSON.stringify([item_id, output_index, content_index]), text, json, append };
}

/** Null unless the chunk contains only text. */
function chatDelta(json: Json): Delta | null {
  const [choice, ...others] = Array.isArray(json.choices) ? (json.choices as Json[]) : [];
  if (json.object !== "chat.completion.chunk" || !choice || others.length > 0) return null;
  if (choice.finish_reason || json.usage || json.error) return null;
  const delta = choice.delta as Json | null | undefined;
  const { content: text, role: _, ...more } = delta ?? {};
  if (!delta || typeof text !== "string" || Object.values(more).some((value) => value !== null)) return null;
  const append = (added: string) => {
    delta.content += added;
  };
  return { of: `${json.id} ${choice.index}`, text, json, append };
}

function write(first: string, { json }: Delta): string {
  const name = /^event: ?[^\r\n]*/.exec(first)?.[0];
  return `${name ? `${name}\n` : ""}data: ${JSON.stringify(json)}\n\n`;
}
