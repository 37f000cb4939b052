import type { Context, OperatorContext } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { KEPT_EVENTS } from "../order/kept-events.ts";
import { findOwnParticipant, inRoom, ownParticipantId } from "../participants/own-participant.ts";
import { presentParticipant } from "../present.ts";
import type { ParticipantRow } from "../queries/participants.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { WireBye, WireEvent, WireFrame } from "../wire.ts";
import { joinHub, leaveHub } from "./open-hub.ts";
import { readLog } from "./read-log.ts";
import type { ReadRoom } from "./read-room.ts";
import type { RoomHub } from "./room-hub.ts";
import { RoomReader } from "./room-reader.ts";
import { waitInLobby } from "./wait-in-lobby.ts";

type Cursor = { epoch: number; offset: number };

type Following = { cursor: string | null; signal: AbortSignal; onSlow?: (() => void) | undefined };

/**
 * Follows a room: first what the reader is missing, then each event once and in order. Without a cursor they
 * get a snapshot; with one, the events after it, or a `resync` and a snapshot if it is invalid. Subscribes
 * before it reads their rights and the position, so neither an event nor a ban is missed in between.
 * @param onSlow called when the reader is so far behind that the connection should be closed unread
 * @throws ParleyError unauthorized or forbidden for anyone who is not in the room
 */
export async function followRoom(
  ctx: Context,
  operator: OperatorContext,
  roomId: Id<"rom">,
  { cursor, signal, onSlow }: Following,
): Promise<AsyncGenerator<WireFrame>> {
  const reader = new RoomReader(ownParticipantId(ctx, roomId), onSlow);
  const hub = await joinHub(ctx, operator, roomId, reader);
  const leave = () => leaveHub(ctx, hub, reader);
  let self: ParticipantRow;
  try {
    const own = await findOwnParticipant(ctx, ctx, roomId);
    self = own?.departure === "waiting" ? own : inRoom(own);
  } catch (error) {
    leave();
    throw error;
  }
  if (self.departure === "waiting") {
    leave();
    return followFromLobby(ctx, operator, self, { cursor, signal, onSlow });
  }
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  return read(ctx, { hub, reader, self, cursor, signal, leave });
}

/** Nothing of the room is sent until the reader is let in. */
async function* followFromLobby(
  ctx: Context,
  operator: OperatorContext,
  { id: participantId, roomId }: ParticipantRow,
  options: Following,
): AsyncGenerator<WireFrame> {
  yield { type: "waiting" };
  const bye = await waitInLobby(ctx, operator, roomId, { participantId, signal: options.signal });
  if (bye) yield bye;
  else if (!options.signal.aborted) yield* await followRoom(ctx, operator, roomId, options);
}

type Reading = {
  hub: RoomHub;
  reader: RoomReader;
  self: ParticipantRow;
  cursor: string | null;
  signal: AbortSignal;
  leave: () => void;
};

async function* read(ctx: Context, reading: Reading): AsyncGenerator<WireFrame> {
  const { hub, reader, signal, leave } = reading;
  try {
    const { room, shown } = await hub.readRoom();
    const { lastOffset: position } = room;
    // Delegated, so that what waits for more does not hold the snapshot.
    if (yield* open(ctx, { room, shown }, reading)) return;
    for await (const frame of reader.frames(signal)) {
      // Already sent with the snapshot or from the log.
      const isSent = frame.type === "event" && frame.offset <= position;
      if (!isSent) yield frame;
      const bye = byeFor(reader, frame);
      // Since then they may have joined again.
      if (bye && !(isSent && (await isPresent(ctx, hub)))) return yield bye;
    }
  } finally {
    signal.removeEventListener("abort", leave);
    if (!signal.aborted) leave();
  }
}

/** @returns whether the connection has ended */
async function* open(ctx: Context, read: ReadRoom, reading: Reading): AsyncGenerator<WireFrame, boolean> {
  for await (const frame of begin(ctx, read, reading)) {
    yield frame;
    const bye = byeFor(reading.reader, frame);
    if (!bye) continue;
    yield bye;
    return true;
  }
  return false;
}

async function* begin(
  ctx: Context,
  { room, shown }: ReadRoom,
  { hub, self, cursor }: Reading,
): AsyncGenerator<WireFrame> {
  const known = cursor === null ? null : parseCursor(cursor);
  const missed = known && known.epoch === room.epoch ? room.lastOffset - known.offset : -1;
  const welcome = {
    type: "welcome" as const,
    cursor: `${room.epoch}.${room.lastOffset}`,
    self: presentParticipant(self),
    room: shown,
  };
  if (known && missed >= 0 && missed <= KEPT_EVENTS) {
    yield { ...welcome, cursor: `${known.epoch}.${known.offset}` };
    if (yield* readRest(ctx, room, known.offset)) return;
    yield { type: "resync", reason: "pruned" };
  } else if (cursor !== null) yield { type: "resync", reason: missed > KEPT_EVENTS ? "too_far" : "foreign" };
  const snapshot = await hub.readSnapshot();
  yield { ...welcome, snapshot };
  for (const { id, answer } of snapshot.messages) if (answer?.state === "running") hub.follow(id);
}

/**
 * The log after a position, up to where the room was when it was read.
 * @returns whether it was complete: events may have been pruned
 */
async function* readRest(ctx: Context, room: RoomRow, after: number): AsyncGenerator<WireEvent, boolean> {
  let offset = after;
  while (offset < room.lastOffset) {
    const page = await readLog(ctx, room, offset);
    if (!page) return false;
    yield* page.events;
    offset = page.last;
  }
  return true;
}

/** Parses `epoch.offset`; null for anything else. */
function parseCursor(text: string): Cursor | null {
  const [, epoch, offset] = /^(\d{1,9})\.(\d{1,9})$/.exec(text) ?? [];
  return epoch && offset ? { epoch: Number(epoch), offset: Number(offset) } : null;
}

/** Ends the connection of someone who left or was removed, after that event was sent to them. */
function byeFor({ participantId }: RoomReader, frame: WireFrame): WireBye | null {
  if (frame.type !== "event" || !("participant" in frame)) return null;
  if (frame.participant.id !== participantId || frame.participant.present) return null;
  if (frame.kind === "leave") return { type: "bye", code: "left" };
  const isBanned = frame.kind === "participant" && frame.change === "banned";
  return { type: "bye", code: isBanned ? "banned" : "removed" };
}

async function isPresent(ctx: Context, { roomId }: RoomHub): Promise<boolean> {
  return (await findOwnParticipant(ctx, ctx, roomId))?.departure === null;
}
