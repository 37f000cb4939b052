import { isLastChunk } from "#lib/conversation/stream/turn-chunks.ts";
import type { TurnEvent } from "#lib/conversation/stream/turn-event.ts";
import type { StreamPlace } from "./open-streams.ts";
import { ADMISSION_MS, hasStreamAccess, type Reader } from "./stream-access.ts";

const HEARTBEAT_MS = 12_000;

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  "x-vercel-ai-ui-message-stream": "v1",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

type Follow<T> = (signal: AbortSignal) => AsyncIterable<T>;

/**
 * Server-sent events of the AI SDK's UI message stream. The signal of `follow` aborts when the reader
 * disconnects or loses access; that ends the reading, never the turn.
 */
export function eventStream(reader: Reader, place: StreamPlace, follow: Follow<unknown>): Response {
  return streamOf(reader, place, follow, data, () => DONE);
}

const DONE = "data: [DONE]\n\n";
const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/**
 * A turn's events; each event's id is its position in the turn log. `[DONE]` is sent only after the turn's
 * last chunk: without it the reader reconnects with the last id.
 */
export function turnStream(reader: Reader, place: StreamPlace, follow: Follow<TurnEvent>): Response {
  let isOver = false;
  const frame = ({ id, chunk }: TurnEvent) => {
    isOver = isLastChunk(chunk);
    return id === null ? data(chunk) : `id: ${id}\n${data(chunk)}`;
  };
  return streamOf(reader, place, follow, frame, () => (isOver ? DONE : ""));
}

function streamOf<T>(
  reader: Reader,
  place: StreamPlace,
  follow: Follow<T>,
  frame: (item: T) => string,
  last: () => string,
): Response {
  const encoder = new TextEncoder();
  const left = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const leave = () => {
    place.leave();
    for (const timer of timers) clearInterval(timer);
    left.abort();
  };
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (!left.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const look = async () => {
        if (left.signal.aborted || (await hasStreamAccess(reader)) || left.signal.aborted) return;
        leave();
        controller.close();
      };
      timers.push(setInterval(() => send(": heartbeat\n\n"), HEARTBEAT_MS));
      timers.push(setInterval(() => void look(), ADMISSION_MS));
      // Headers are sent with the first bytes, so that a reconnecting reader knows at once that it is
      // connected.
      send(": open\n\n");
      try {
        for await (const item of follow(left.signal)) send(frame(item));
        send(last());
        if (!left.signal.aborted) controller.close();
      } catch (error) {
        if (!left.signal.aborted) controller.error(error);
      } finally {
        leave();
      }
    },
    cancel: leave,
  });
  return new Response(body, { headers });
}
