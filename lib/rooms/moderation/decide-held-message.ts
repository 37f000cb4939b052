import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, parseId } from "#lib/core/ids.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { botNamesOf, publishMessage } from "../messages/publish-message.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { getOwnModerator } from "../participants/own-participant.ts";
import { outranks } from "../participants/rank.ts";
import { deleteHeld, findHeld, setHeldRefused } from "../queries/held-messages.ts";
import { findParticipant } from "../queries/participants.ts";
import { recordModeration } from "./record-moderation.ts";

/**
 * Approves or refuses a message that waits for approval. An approved message takes its place at the end of
 * the room; of two decisions, the first counts.
 * @returns the entry of the moderation log, if it can be undone
 * @throws ParleyError not_found for a message that does not wait, conflict for one that was refused or an
 * archived room
 */
export async function decideHeldMessage(
  ctx: Context,
  roomId: Id<"rom">,
  { messageId, decision }: { messageId: string; decision: "approve" | "refuse" },
): Promise<Id<"mod"> | null> {
  const id = parseId("rmg", messageId, "message");
  const botNames = await botNamesOf(ctx, await getRoomRow(ctx, roomId));
  const { value } = await writeToRoom(ctx, roomId, async (locked) => {
    const { tx, room, at, emit } = locked;
    const own = await getOwnModerator(tx, ctx, roomId);
    const held = await findHeld(tx, roomId, id);
    const author = held && (await findParticipant(tx, roomId, held.participantId));
    if (!author) throw notFound("message");
    if (!outranks(own.role, author.role))
      throw new ParleyError("forbidden", "You can't decide on this message.");
    if (held.refusedAt) throw new ParleyError("conflict", "This message was rejected.");
    if (room.state === "archived") throw new ParleyError("conflict", "This room is archived.");
    const act = { actorId: own.id, targetId: author.id, messageId: id };
    emit({ kind: "review" });
    if (decision === "refuse") {
      await setHeldRefused(tx, held, at);
      return recordModeration(locked, { ...act, action: "refused_message" });
    }
    await deleteHeld(tx, held);
    await publishMessage(locked, author, { ...held, botNames });
    await recordModeration(locked, { ...act, action: "approved_message" });
    return null;
  });
  return value;
}
