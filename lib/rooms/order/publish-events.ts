import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { kv } from "#lib/core/kv/open-kv.ts";
import { errorFields, log } from "#lib/core/log.ts";
import {
  CHANNEL_NEW_MESSAGE,
  CHANNEL_USER_JOINED,
  CHANNEL_USER_LEFT,
  channelOfRoom,
  type RoomPublication,
} from "../live/room-channel.ts";
import { hubs } from "../live/room-hub.ts";
import type { RoomRow } from "../queries/rooms.ts";
import type { WireEvent } from "../wire.ts";

const MAX_CHARS = 60_000;

/** Sends committed events to the processes that follow the room. Not awaited: the log has them all. */
export function publishEvents(ctx: Context, room: RoomRow, events: WireEvent[]): void {
  if (events.length === 0) return;
  publish(ctx, room.id, { epoch: room.epoch, offset: room.lastOffset, events });
  for (const event of events) {
    const published = publicationOf(room.code, event);
    if (published) send(ctx, ...published);
  }
}

/** Ends the connections to a room that no longer exists. */
export function publishDeletion(ctx: Context, roomId: Id<"rom">, reason: "deleted" | "expired"): void {
  publish(ctx, roomId, reason);
}

function publish(ctx: Context, roomId: Id<"rom">, publication: RoomPublication): void {
  hubs().get(`${ctx.tenantId}/${roomId}`)?.receive(publication);
  const text = JSON.stringify(publication);
  const isLarge = typeof publication === "object" && "events" in publication && text.length > MAX_CHARS;
  send(ctx, channelOfRoom(roomId), isLarge ? JSON.stringify({ ...publication, events: [] }) : text);
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
