import { EventSourceParserStream } from "eventsource-parser/stream";
import type { TurnChunk } from "#lib/conversation/schema.ts";

/** A chunk and its position in the turn log, if it has one. */
export type TurnEvent = { id: string | undefined; chunk: TurnChunk };

/**
 * Reads the events of one response until `[DONE]` or the end of the connection. Skips heartbeat comments, but
 * calls `onBytes` for them too.
 */
export async function* readTurnStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: () => void = () => {},
): AsyncGenerator<TurnEvent> {
  const byteObserver = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(bytes, controller) {
      onBytes();
      controller.enqueue(bytes);
    },
  });
  const reader = body
    .pipeThrough(byteObserver)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value.data === "[DONE]") return;
      const chunk = parseChunk(value.data);
      if (chunk) yield { id: value.id, chunk };
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parseChunk(data: string): TurnChunk | null {
  try {
    const chunk: unknown = JSON.parse(data);
    return typeof chunk === "object" && chunk !== null && "type" in chunk ? (chunk as TurnChunk) : null;
  } catch {
    return null;
  }
}
