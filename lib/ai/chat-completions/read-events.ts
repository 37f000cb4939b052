import { createParser } from "eventsource-parser";
import { parseJson } from "#lib/core/parse-json.ts";

/** What a server sent: a JSON value, a sign of life without content, or its mark for the end. */
export type ServerEvent =
  | { type: "value"; value: unknown; name: string | undefined }
  | { type: "comment" }
  | { type: "malformed"; error: unknown }
  | { type: "done" };

const DONE = "[DONE]";

/**
 * Reads the response to a streaming request: server-sent events, or JSON where a server ignores `stream`,
 * whole or one value per line.
 * @throws SyntaxError for a body that is neither
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const texts = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>);
  const queue: ServerEvent[] = [];
  const parser = createParser({
    onEvent: ({ data, event }) => queue.push(toEvent(data, event)),
    onComment: () => queue.push({ type: "comment" }),
  });
  let start = "";
  let isJson: boolean | null = null;
  for await (const text of texts as unknown as AsyncIterable<string>) {
    if (isJson === null) {
      start += text;
      const first = start.trimStart()[0];
      if (first === undefined) continue;
      isJson = first === "{" || first === "[";
      if (!isJson) parser.feed(start);
    } else if (isJson) start += text;
    else parser.feed(text);
    yield* queue.splice(0);
  }
  if (isJson) {
    yield* readJson(start);
    return;
  }
  // Ends an event that the server left without its blank line.
  parser.feed("\n\n");
  yield* queue.splice(0);
}

function toEvent(data: string, name: string | undefined): ServerEvent {
  if (data.trim() === DONE) return { type: "done" };
  try {
    return { type: "value", value: parseJson(data), name };
  } catch (error) {
    return { type: "malformed", error };
  }
}

/** The end of whole JSON is the end of the answer. */
function* readJson(text: string): Generator<ServerEvent> {
  for (const value of parseValues(text)) yield { type: "value", value, name: undefined };
  yield { type: "done" };
}

function parseValues(text: string): unknown[] {
  try {
    const value: unknown = parseJson(text);
    return Array.isArray(value) ? value : [value];
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length < 2) throw error;
    return lines.map((line) => parseJson(line));
  }
}
