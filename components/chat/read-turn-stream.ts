import { EventSourceParserStream } from "eventsource-parser/stream";
import type { TurnChunk } from "#lib/conversation/schema.ts";

/** The chunks of one response, until `[DONE]` or until the connection ends. Heartbeat comments are skipped. */
export async function* readTurnStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<TurnChunk> {
  const reader = body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value.data === "[DONE]") return;
      const chunk = parseChunk(value.data);
      if (chunk) yield chunk;
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
