import { setTimeout as sleep } from "node:timers/promises";
import { singleton } from "#lib/core/singleton.ts";

/** Of one stream, however many there are: with what a busy process adds, text still comes four times a second. */
const LONGEST_PAUSE_MS = 120;
const PAUSE_A_STREAM_MS = 2;
const WORTH_A_TIMER_MS = 8;
const EVENT_STREAM = /^text\/event-stream\b/i;
/** An event longer than this is passed on as it comes. */
const LONGEST_EVENT = 1_000_000;
const END_OF_EVENT = /\r\n\r\n|\n\n|\r\r/g;
const EVENT = /^(?:event: ?[^\r\n]*\r?\n)?data: ?(\{[^\r\n]*\})$/;
const BRINGS_TEXT = /"response\.output_text\.delta"|"chat\.completion\.chunk"/;
/** The first chunk of a chat has an empty text. */
const SAYS_SOMETHING = /"(?:delta|content)": ?"[^"]/;

/**
 * A fetch whose answers come to the SDK in fewer and larger pieces the more of them this process carries: what the SDK and all
 * that comes after it do for each piece is most of what a stream costs. Between two pieces of text a stream waits two milliseconds
 * for every stream there is, at most `LONGEST_PAUSE_MS`, and what arrived meanwhile is one piece: a few streams pass each token
 * on at once, and all together about five hundred pieces a second. The first piece of text never waits, nor does a cancel.
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

/** An event stream in which deltas of text that arrive together are one, paced as `mergingFetch` says. */
export function mergeDeltas(body: ReadableStream<Uint8Array>, pause = pauseNow): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const merger = new DeltaMerger();
  const encoder = new TextEncoder();
  const cancelled = new AbortController();
  const open = openStreams();
  open.add(reader);
  const leave = () => open.delete(reader);
  // It also settles where a call is aborted that nobody reads any more.
  reader.closed.then(leave, leave);
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

/** The answers of models that this process reads. */
function openStreams(): Set<unknown> {
  return singleton("mergedStreams", () => new Set());
}

function pauseNow(): number {
  const { size } = openStreams();
  return size < WORTH_A_TIMER_MS ? 0 : Math.min(PAUSE_A_STREAM_MS * size, LONGEST_PAUSE_MS);
}

type Json = Record<string, unknown>;

/** Events as they are, but for deltas of the same text that follow each other: they become one. */
class DeltaMerger {
  readonly #decoder = new TextDecoder();
  #rest = "";
  #isRaw = false;
  /** Whether text has come that a reader sees. */
  hasText = false;

  /** @returns what can be passed on now */
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
    if (this.#rest.length <= LONGEST_EVENT) return merged;
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
      if (BRINGS_TEXT.test(event)) {
        run.push(event);
        this.hasText ||= SAYS_SOMETHING.test(event);
      } else {
        out += mergeRun(run) + event;
        run = [];
      }
    }
    return out + mergeRun(run);
  }
}

/** Most often it is one, which is passed on unread. */
function mergeRun(events: readonly string[]): string {
  if (events.length < 2) return events.join("");
  let out = "";
  let held: { event: string; delta: Delta; count: number } | null = null;
  const written = () => (held ? (held.count === 1 ? held.event : write(held.event, held.delta)) : "");
  for (const event of events) {
    const delta = readDelta(event);
    if (held && delta && held.delta.of === delta.of) {
      held.delta.append(delta.text);
      held.count += 1;
      continue;
    }
    out += written();
    held = delta && { event, delta, count: 1 };
    if (!delta) out += event;
  }
  return out + written();
}

/** Text that a model adds; two that are `of` the same are one. */
type Delta = { of: string; text: string; json: Json; append(text: string): void };

function readDelta(event: string): Delta | null {
  const data = EVENT.exec(event.trimEnd())?.[1];
  if (!data) return null;
  let json: Json;
  try {
    json = JSON.parse(data);
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

/** Of a chunk that brings text and nothing else. */
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
