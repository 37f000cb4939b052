import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";

/**
 * Reads the events of one response until the connection ends. Skips heartbeat comments, but calls `onBytes`
 * for them too.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: () => void = () => {},
): AsyncGenerator<EventSourceMessage> {
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
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
