import { isLastChunk } from "#lib/conversation/stream/turn-chunks.ts";
import type { TurnEvent } from "#lib/conversation/stream/turn-event.ts";
import { countStream } from "./open-streams.ts";
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
 * Server-sent events of the AI SDK's UI message stream. `follow` gets a signal that aborts when the reader leaves, or would
 * not be let in any more; that ends the reading, never the turn.
 */
export function eventStream(reader: Reader, follow: Follow<unknown>): Response {
  return streamOf(reader, follow, data, () => DONE);
}

const DONE = "data: [DONE]\n\n";
const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

/**
 * A turn's events, each with its place in the turn's log as the event's id. The last line is sent only after the turn's
 * last word: without it the reader is to come back, with the last id, to where the turn goes on.
 */
export function turnStream(reader: Reader, follow: Follow<TurnEvent>): Response {
  let isOver = false;
  const frame = ({ id, chunk }: TurnEvent) => {
    isOver = isLastChunk(chunk);
    return id === null ? data(chunk) : `id: ${id}\n${data(chunk)}`;
  };
  return streamOf(reader, follow, frame, () => (isOver ? DONE : ""));
}

function streamOf<T>(
  reader: Reader,
  follow: Follow<T>,
  frame: (item: T) => string,
  last: () => string,
): Response {
  const encoder = new TextEncoder();
  const left = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const closed = countStream(reader.ctx);
  const leave = () => {
    closed();
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
      // Headers leave with the first bytes: a reader who comes back between two words knows at once that it is heard.
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
