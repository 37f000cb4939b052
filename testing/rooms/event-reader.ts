import { EventSourceParserStream } from "eventsource-parser/stream";
import type { WireFrame } from "#lib/rooms/wire.ts";
import { callRoute, type RoomClient } from "./room-client.ts";

export type ReadFrame = WireFrame & { id: string | undefined };
type Kind = Extract<WireFrame, { type: "event" }>["kind"];

/** A connection to a room's events that keeps everything received and can wait for more. */
export class EventReader {
  readonly frames: ReadFrame[] = [];
  readonly closed: Promise<void>;
  readonly #reader: ReadableStreamDefaultReader<{ data: string; id?: string | undefined }>;
  #arrived: (() => void)[] = [];

  constructor(response: Response) {
    if (!response.body) throw new Error("No stream.");
    this.#reader = response.body
      .pipeThrough(new TextDecoderStream() as never)
      .pipeThrough(new EventSourceParserStream() as never)
      .getReader() as never;
    this.closed = this.#pump();
  }

  async #pump(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (value) this.frames.push({ ...(JSON.parse(value.data) as WireFrame), id: value.id });
      for (const wake of this.#arrived.splice(0)) wake();
      if (done) return;
    }
  }

  events() {
    return this.frames.flatMap((frame) => (frame.type === "event" ? [frame] : []));
  }

  /** Waits for a frame. */
  async until<T extends ReadFrame>(isIt: (frame: ReadFrame) => frame is T): Promise<T>;
  async until(isIt: (frame: ReadFrame) => boolean): Promise<ReadFrame>;
  async until(isIt: (frame: ReadFrame) => boolean): Promise<ReadFrame> {
    for (;;) {
      const found = this.frames.find(isIt);
      if (found) return found;
      await new Promise<void>((resolve) => this.#arrived.push(resolve));
    }
  }

  event(kind: Kind) {
    return this.until(
      (frame): frame is ReadFrame & { type: "event" } => frame.type === "event" && frame.kind === kind,
    );
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

export async function openEvents(
  room: Pick<RoomClient, "code">,
  token: string,
  cursor?: string,
): Promise<EventReader> {
  const headers: Record<string, string> = cursor === undefined ? {} : { "last-event-id": cursor };
  const response = await callRoute("[code]/events", "GET", { code: room.code }, { token, headers });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return new EventReader(response);
}
