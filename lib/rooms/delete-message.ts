import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { writeToRoom } from "./order/write-to-room.ts";
import { getOwnParticipant } from "./own-participant.ts";
import { findRoomMessage, updateRoomMessage } from "./queries/messages.ts";
import { findParticipant } from "./queries/participants.ts";
import { outranks } from "./rank.ts";

/**
 * Deletes a message's text and keeps its place. Authors can delete their own messages; the host and
 * moderators, those of people they outrank. Deleting twice changes nothing.
 */
export async function deleteMessage(ctx: Context, roomId: Id<"rom">, messageId: string): Promise<void> {
  const id = parseId("rmg", messageId, "message");
  await writeToRoom(ctx, roomId, async ({ tx, at, emit }) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    const message = await findRoomMessage(tx, roomId, id);
    if (!message) throw notFound("message");
    const author = await findParticipant(tx, roomId, message.participantId);
    if (message.participantId !== own.id && !outranks(own.role, author?.role ?? "host"))
      throw new ParleyError("forbidden", "You cannot delete this message.");
    if (message.deletedAt) return;
    await updateRoomMessage(tx, message, { content: "", deletedAt: at, isQuestion: false });
    emit({ kind: "delete", messageId: id });
  });
}
