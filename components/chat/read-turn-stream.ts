import { readEventStream } from "#components/streams/read-event-stream.ts";
import type { TurnChunk } from "#lib/conversation/schema.ts";

/** A chunk and its position in the turn log, if it has one. */
export type TurnEvent = { id: string | undefined; chunk: TurnChunk };

/** Reads the chunks of one response until `[DONE]` or the end of the connection. */
export async function* readTurnStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: () => void = () => {},
): AsyncGenerator<TurnEvent> {
  for await (const { id, data } of readEventStream(body, onBytes)) {
    if (data === "[DONE]") return;
    const chunk = parseChunk(data);
    if (chunk) yield { id, chunk };
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
