import type { Context } from "#lib/context/context.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { WireEvent } from "../wire.ts";

const MAX_CHARS = 60_000;

/** The channels that other programs may follow. */
const CHANNEL_NEW_MESSAGE = "chat:new_message";
const CHANNEL_USER_JOINED = "chat:user_joined";
const CHANNEL_USER_LEFT = "chat:user_left";

/** The channel of one room's events, for the processes in which someone follows it. */
const channelOfRoom = (roomId: string) => `room:${roomId}`;

/** What is sent on it. Without events where they are too large: the processes then read the log. */
type RoomPublication = { epoch: number; offset: number; events: WireEvent[] };

/** Sends committed events to the processes that follow the room. Nothing waits: the log is complete. */
export function publishEvents(ctx: Context, room: RoomRow, events: WireEvent[]): void {
  if (events.length === 0) return;
  const publication: RoomPublication = { epoch: room.epoch, offset: room.lastOffset, events };
  const text = JSON.stringify(publication);
  const short = JSON.stringify({ ...publication, events: [] });
  send(ctx, channelOfRoom(room.id), text.length <= MAX_CHARS ? text : short);
  for (const event of events) {
    const published = publicationOf(room.code, event);
    if (published) send(ctx, ...published);
  }
}

function publicationOf(code: string, event: WireEvent): [channel: string, text: string] | null {
  const chat_code = code;
  switch (event.kind) {
    case "message":
      // An answer is published when it is complete.
      return event.message.answer
        ? null
        : [CHANNEL_NEW_MESSAGE, JSON.stringify({ chat_code, message: event.message })];
    case "answer":
      return [CHANNEL_NEW_MESSAGE, JSON.stringify({ chat_code, message: event.message })];
    case "join":
      return [CHANNEL_USER_JOINED, JSON.stringify({ chat_code, username: event.participant.name })];
    case "leave":
      return [CHANNEL_USER_LEFT, JSON.stringify({ chat_code, username: event.participant.name })];
    default:
      return null;
  }
}

function send(ctx: Context, channel: string, text: string): void {
  if (text.length > MAX_CHARS) return;
  void kv()
    .publish(channel, text)
    .catch((error: unknown) =>
      log().warn({ tenantId: ctx.tenantId, channel, ...errorFields(error) }, "publishing failed"),
    );
}
