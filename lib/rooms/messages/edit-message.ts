import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { isModerator } from "../participants/rank.ts";
import { findRoomMessage, updateRoomMessage } from "../queries/messages.ts";
import type { WireMessage } from "../wire.ts";

const EDITABLE_MS = 3_600_000;

/**
 * Edits the caller's own message within an hour.
 * @throws ParleyError conflict for a deleted message or after the hour, forbidden for another's message and
 * for someone who may not post
 */
export async function editMessage(
  ctx: Context,
  roomId: Id<"rom">,
  { messageId, content }: { messageId: string; content: string },
): Promise<WireMessage> {
  const id = parseId("rmg", messageId, "message");
  const { events } = await writeToRoom(ctx, roomId, async ({ tx, room, at, emit }) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    const message = await findRoomMessage(tx, roomId, id);
    if (!message) throw notFound("message");
    if (message.participantId !== own.id)
      throw new ParleyError("forbidden", "You can edit only your own messages.");
    const isLocked = room.state === "locked" && !isModerator(own.role);
    if (room.settings.hold && !isModerator(own.role))
      throw new ParleyError("forbidden", "Messages need approval here, so they can't be edited afterwards.");
    if (room.state === "archived" || isLocked || (own.mutedUntil && own.mutedUntil > at))
      throw new ParleyError("forbidden", "You can't post here right now.");
    if (message.deletedAt) throw new ParleyError("conflict", "This message was deleted.");
    if (at.getTime() - message.createdAt.getTime() > EDITABLE_MS)
      throw new ParleyError("conflict", "Messages can be edited for one hour.");
    await updateRoomMessage(tx, message, { content, editedAt: at });
    emit({ kind: "edit", messageId: id });
  });
  const [event] = events;
  if (event?.kind !== "edit") throw notFound("message");
  return event.message;
}
