import { admitRoom } from "#lib/auth/admission/admit-to-room.ts";
import { releaseRoomCode } from "#lib/auth/admission/release-room-code.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { deleteConversation } from "#lib/conversation/delete-conversation.ts";
import { findConversation } from "#lib/conversation/find-conversation.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { ROOM_CONVERSATION } from "../bot/room-conversation.ts";
import { deleteRoomObjects } from "../files/file-objects.ts";
import { publishDeletion } from "../order/publish-events.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { deleteRoomRow, lockRoom, type RoomRow } from "../queries/rooms.ts";

/**
 * Deletes a room with everything in it. Only its workspace can reuse the code.
 * @throws ParleyError forbidden for anyone but the host
 */
export async function deleteRoom(ctx: Context, roomId: Id<"rom">): Promise<void> {
  const isDeleted = await removeRoom(ctx, roomId, async (tx) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    if (own.role !== "host") throw new ParleyError("forbidden", "Only the host can delete the room.");
  });
  if (!isDeleted) throw notFound("room");
}

/**
 * Deletes a room without asking who may.
 * @param reason is sent to its readers
 * @returns whether there was one
 */
export async function removeRoom(
  ctx: Context,
  roomId: Id<"rom">,
  admit: (tx: Context, room: RoomRow) => Promise<void> = async () => undefined,
  reason: "deleted" | "expired" = "deleted",
): Promise<boolean> {
  const deleted = await transaction(ctx, async (tx) => {
    const locked = await lockRoom(tx, roomId);
    if (!locked) return null;
    await admit(tx, locked.room);
    await deleteRoomRow(tx, roomId);
    await releaseRoomCode(tx, { roomId, code: locked.room.code });
    return locked.room;
  });
  if (!deleted) return false;
  publishDeletion(ctx, roomId, reason);
  await deleteRoomObjects(ctx, roomId);
  await deleteAnswers(admitRoom(ctx, roomId));
  return true;
}

/** Deletes the chatbot's questions and answers. Without any, there is no conversation. */
async function deleteAnswers(ctx: Context): Promise<void> {
  if (await findConversation(ctx, ROOM_CONVERSATION)) await deleteConversation(ctx, ROOM_CONVERSATION);
}
