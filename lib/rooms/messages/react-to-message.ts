import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { findRoomMessage } from "../queries/messages.ts";
import { deleteReaction, insertReaction, listEmoji } from "../queries/reactions.ts";
import type { ReactRequest } from "../schema.ts";

/** More different emoji would push the conversation apart. */
const MAX_EMOJI = 24;

/**
 * Adds a reaction to a message, or takes it back. Doing so twice changes nothing.
 * @throws ParleyError conflict for a deleted message and for too many different emoji, forbidden for someone
 * who is muted and in an archived room
 */
export async function reactToMessage(
  ctx: Context,
  roomId: Id<"rom">,
  { messageId, emoji, on }: ReactRequest & { messageId: string },
): Promise<void> {
  const id = parseId("rmg", messageId, "message");
  await writeToRoom(ctx, roomId, async ({ tx, room, at, emit }) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    const message = await findRoomMessage(tx, roomId, id);
    if (!message) throw notFound("message");
    if (room.state === "archived" || (own.mutedUntil && own.mutedUntil > at))
      throw new ParleyError("forbidden", "You can't react here right now.");
    if (message.deletedAt) throw new ParleyError("conflict", "This message was deleted.");
    const reaction = { messageId: id, participantId: own.id, emoji };
    if (!on) {
      if (await deleteReaction(tx, roomId, reaction)) emit({ kind: "reaction", messageId: id });
      return;
    }
    const known = await listEmoji(tx, roomId, id);
    if (known.length >= MAX_EMOJI && !known.includes(emoji))
      throw new ParleyError("conflict", `A message can have ${MAX_EMOJI} different reactions.`);
    if (await insertReaction(tx, roomId, reaction, at)) emit({ kind: "reaction", messageId: id });
  });
}
