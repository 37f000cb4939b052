import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { withdrawRecaps } from "../bot/withdraw-recaps.ts";
import { recordModeration } from "../moderation/record-moderation.ts";
import { type LockedRoom, writeToRoom } from "../order/write-to-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { outranks } from "../participants/rank.ts";
import { discardFilesOfMessage } from "../queries/files.ts";
import { deleteHeld, findHeld } from "../queries/held-messages.ts";
import { findRoomMessage, type RoomMessageRow, updateRoomMessage } from "../queries/messages.ts";
import { findParticipant } from "../queries/participants.ts";
import { setReportsOf } from "../queries/reports.ts";

/**
 * Deletes a message's text and keeps its place. Authors can delete their own messages, also those that wait
 * for approval; the host and moderators, those of people they outrank. Deleting twice changes nothing.
 */
export async function deleteMessage(ctx: Context, roomId: Id<"rom">, messageId: string): Promise<void> {
  const id = parseId("rmg", messageId, "message");
  await writeToRoom(ctx, roomId, async (locked) => {
    const { tx, emit } = locked;
    const own = await getOwnParticipant(tx, ctx, roomId);
    const message = await findRoomMessage(tx, roomId, id);
    if (!message) {
      const held = await findHeld(tx, roomId, id);
      if (held?.participantId !== own.id) throw notFound("message");
      await deleteHeld(tx, held);
      return emit({ kind: "review" });
    }
    const author = await findParticipant(tx, roomId, message.participantId);
    if (message.participantId !== own.id && !outranks(own.role, author?.role ?? "host"))
      throw new ParleyError("forbidden", "You can't delete this message.");
    return eraseText(locked, message, message.participantId === own.id ? "author" : own.id);
  });
}

/**
 * Erases a message's text, which also settles reports of it.
 * @param by its author, or who moderates: a participant, or null for a member in Studio
 */
export async function eraseText(
  locked: LockedRoom,
  message: RoomMessageRow,
  by: "author" | Id<"par"> | null,
): Promise<void> {
  if (message.deletedAt) return;
  const { tx, at, emit } = locked;
  const { roomId, id: messageId, participantId: targetId } = message;
  await updateRoomMessage(tx, message, { content: "", deletedAt: at, isQuestion: false });
  await discardFilesOfMessage(tx, roomId, messageId);
  emit({ kind: "delete", messageId });
  await withdrawRecaps(locked, [message.offset]);
  if (await setReportsOf(tx, { roomId, messageId, from: "open" }, "resolved")) emit({ kind: "review" });
  if (by === "author") return;
  await recordModeration(locked, { actorId: by, action: "deleted_message", targetId, messageId });
}
