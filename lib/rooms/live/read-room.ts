import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { loadPage, MESSAGE_PAGE } from "../messages/list-room-messages.ts";
import { presentParticipant, presentRoom } from "../present.ts";
import { listParticipantRows } from "../queries/participants.ts";
import { describeRoom, type RoomRow } from "../queries/rooms.ts";
import type { WireRoom, WireSnapshot } from "../wire.ts";

/** A room and how its readers see it; the same for all of them. */
export type ReadRoom = { room: RoomRow; shown: WireRoom };

/** @throws ParleyError not_found, also for an expired room */
export async function readRoom(ctx: Context, roomId: Id<"rom">): Promise<ReadRoom> {
  const room = await getRoomRow(ctx, roomId);
  return { room, shown: presentRoom(room, await describeRoom(ctx, room)) };
}

/** The newest messages and everybody who is or was in the room; the same for all readers. */
export async function readSnapshot(ctx: Context, roomId: Id<"rom">): Promise<WireSnapshot> {
  const [page, participants] = await Promise.all([
    getRoomRow(ctx, roomId).then((room) => loadPage(ctx, room, { limit: MESSAGE_PAGE })),
    listParticipantRows(ctx, roomId),
  ]);
  return { ...page, participants: participants.map(presentParticipant) };
}
