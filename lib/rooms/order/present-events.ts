import type { Context } from "#lib/context/context.ts";
import { presentMessages } from "../messages/present-messages.ts";
import { presentParticipant, presentRoom } from "../present.ts";
import { loadRoomMessages } from "../queries/messages.ts";
import { loadParticipants } from "../queries/participants.ts";
import { describeRoom, type RoomRow } from "../queries/rooms.ts";
import type { WireEvent } from "../wire.ts";
import type { StoredEvent } from "./room-event.ts";

/**
 * Completes events of the log with the current state of what they name, so a late reader gets messages as
 * edited or deleted since. What no longer exists is left out.
 */
export async function presentEvents(
  ctx: Context,
  room: RoomRow,
  events: StoredEvent[],
): Promise<WireEvent[]> {
  const messageIds = events.flatMap((event) => ("messageId" in event ? [event.messageId] : []));
  const participantIds = events.flatMap((event) => ("participantId" in event ? [event.participantId] : []));
  const [rows, people, described] = await Promise.all([
    loadRoomMessages(ctx, room.id, [...new Set(messageIds)]),
    loadParticipants(ctx, room.id, [...new Set(participantIds)]),
    events.some(({ kind }) => kind === "room") ? describeRoom(ctx, room) : null,
  ]);
  const messages = new Map((await presentMessages(ctx, room, rows)).map((message) => [message.id, message]));
  const participants = new Map(people.map((row) => [row.id as string, presentParticipant(row)]));
  const present = (event: StoredEvent): WireEvent | null => {
    const { offset, createdAt } = event;
    const head = {
      type: "event" as const,
      offset,
      cursor: `${room.epoch}.${offset}`,
      created_at: createdAt.toISOString(),
    };
    switch (event.kind) {
      case "message":
      case "answer":
      case "edit":
      case "delete":
      case "reaction": {
        const message = messages.get(event.messageId);
        return message ? { ...head, kind: event.kind, message } : null;
      }
      case "join":
      case "leave": {
        const participant = participants.get(event.participantId);
        return participant ? { ...head, kind: event.kind, participant } : null;
      }
      case "participant": {
        const participant = participants.get(event.participantId);
        return participant ? { ...head, kind: event.kind, participant, change: event.change } : null;
      }
      case "room":
        return described ? { ...head, kind: event.kind, room: presentRoom(room, described) } : null;
      case "review":
        return { ...head, kind: event.kind };
      case "notice":
        return { ...head, kind: event.kind, notice: event.notice, code: event.code };
    }
  };
  return events.flatMap((event) => present(event) ?? []);
}
