import { createParser } from "eventsource-parser";
import type { MessagePage, TurnChunk } from "#lib/conversation/schema.ts";
import type { RunningParley } from "./processes.ts";

export type Event = { id: string; chunk: TurnChunk };

/** Takes a stream's text as it comes; `take` gives the events that are whole by then. */
export function eventReader(): { feed(text: string): void; take(): Event[] } {
  let ready: Event[] = [];
  const parser = createParser({
    onEvent: ({ id = "", data }) => {
      if (data !== "[DONE]") ready.push({ id, chunk: JSON.parse(data) as TurnChunk });
    },
  });
  return {
    feed: (text) => parser.feed(text),
    take() {
      const taken = ready;
      ready = [];
      return taken;
    },
  };
}

export async function* events(response: Response): AsyncGenerator<Event> {
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  const reader = eventReader();
  const decoder = new TextDecoder();
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    reader.feed(decoder.decode(bytes, { stream: true }));
    yield* reader.take();
  }
}

export function textOf(events: readonly Event[]): string {
  return events.map(({ chunk }) => (chunk.type === "text-delta" ? chunk.delta : "")).join("");
}

/** A conversation's last message as it is stored. */
export async function storedAnswer(
  { url, apiKey }: Pick<RunningParley, "url" | "apiKey">,
  conversation: string,
): Promise<string | undefined> {
  const response = await fetch(`${url}/api/conversations/${conversation}/messages`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { messages } = (await response.json()) as MessagePage;
  return messages.at(-1)?.text;
}
