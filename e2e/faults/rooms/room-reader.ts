import { setTimeout as sleep } from "node:timers/promises";
import { createParser } from "eventsource-parser";
import { placeOf } from "#components/rooms/cursor.ts";
import { followRoom, type RoomSource } from "#components/rooms/follow-room.ts";
import { openRoomSocket } from "#components/rooms/room-socket.ts";
import { createRoomStore, emptyRoom } from "#components/rooms/room-store.ts";
import type { WireFrame } from "#lib/rooms/wire.ts";
import { type Guest, ticketAt } from "#testing/rooms/room-calls.ts";
import { watchSilence } from "../asker.ts";
import type { Random } from "../random.ts";
import type { Reader } from "./room-journal.ts";

/** The page tries sockets again after ten minutes; here these are six seconds. */
const HASTE = 100;
const CUT_AFTER_AT_MOST = 40;

/** Addresses for the next request, as a load balancer picks them. */
export type RoomDoors = {
  page(): string;
  socket(): string;
  /** Whether and after how many frames this connection is cut. */
  cut(): number | null;
};

/** A load balancer's doors, with a share of connections that die after some frames. */
export function cutsOf(random: Random, share: number): RoomDoors["cut"] {
  return () => (random.chance(share) ? random.integer(CUT_AFTER_AT_MOST) : null);
}

/** Follows a room with the page's own reader and state until `signal` aborts, and writes down what it got. */
export async function readRoom(
  reader: Reader,
  guest: Guest,
  doors: RoomDoors,
  { random, signal }: { random: Random; signal: AbortSignal },
): Promise<void> {
  const store = createRoomStore(emptyRoom(guest.room, guest.participant));
  const { code } = guest;
  const headers = { authorization: `Bearer ${guest.token}` };
  const resumed = () => {
    if (store.read().cursor !== null) reader.resumed += 1;
  };
  const source: RoomSource = {
    async open(cursor, abort) {
      resumed();
      const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
      const url = `${doors.page()}/api/chats/${code}/events${query}`;
      return watched(await fetch(url, { headers, signal: abort }), order(reader), doors.cut());
    },
    socket:
      reader.transport === "stream"
        ? null
        : async (cursor, abort, onData) => {
            resumed();
            const frames = await openRoomSocket({
              url: `${doors.socket().replace(/^http/, "ws")}/ws/chat/${code}/`,
              cursor,
              getTicket: async () => ({ ticket: await ticketAt(doors.page(), guest) }),
              onData,
              signal: abort,
            });
            return counted(frames, order(reader), doors.cut());
          },
    cursor: () => store.read().cursor,
    wait: (milliseconds, abort) => sleep(milliseconds, undefined, { signal: abort }).catch(() => undefined),
    watch: watchSilence,
    random: () => random.between(0, 1),
    now: () => performance.now() * HASTE,
  };
  const emit: Parameters<typeof followRoom>[1] = (action) => {
    if (action.type === "frame") note(reader, action.frame, store.read().cursor);
    store.dispatch(action);
    reader.shown = store.read().messages;
  };
  await followRoom(source, emit, signal);
}

/** Writes down what the page is about to apply. */
function note(reader: Reader, frame: WireFrame, cursor: string | null): void {
  if (frame.type === "welcome" && frame.snapshot) reader.from ??= offsetOf(frame.cursor);
  if (frame.type === "resync") reader.resyncs += 1;
  if (frame.type !== "event" || placeOf(cursor, frame.cursor) !== "next") return;
  const message = frame.kind === "message" ? frame.message : null;
  reader.heard.push({ offset: frame.offset, at: performance.now(), message });
}

const offsetOf = (cursor: string) => Number(cursor.split(".")[1]);

/** Checks the frames of one connection: after the welcome, each event is the next one. */
function order(reader: Reader): (frame: WireFrame) => void {
  let last: number | null = null;
  return (frame) => {
    if (frame.type === "welcome") last = offsetOf(frame.cursor);
    if (frame.type !== "event") return;
    if (last !== null && frame.offset !== last + 1) reader.disordered.push(`${frame.offset} after ${last}`);
    last = frame.offset;
  };
}

/** Frames of a socket that dies after `left` of them. */
async function* counted(
  frames: AsyncIterable<WireFrame>,
  look: (frame: WireFrame) => void,
  left: number | null,
): AsyncGenerator<WireFrame> {
  let count = 0;
  for await (const frame of frames) {
    look(frame);
    if (left !== null && count++ >= left) throw new TypeError("The network is gone.");
    yield frame;
  }
}

/** The response, whose connection dies after `left` pieces. */
function watched(response: Response, look: (frame: WireFrame) => void, left: number | null): Response {
  if (!response.ok || !response.body) return response;
  const decoder = new TextDecoder();
  const parser = createParser({ onEvent: ({ data }) => look(JSON.parse(data) as WireFrame) });
  let count = 0;
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        parser.feed(decoder.decode(bytes, { stream: true }));
        if (left !== null && count++ >= left) controller.error(new TypeError("The network is gone."));
        else controller.enqueue(bytes);
      },
    }),
  );
  return new Response(body, { status: response.status });
}
