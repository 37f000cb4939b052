import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findParticipant, type ParticipantRow } from "./queries/participants.ts";

/**
 * Gets the caller's participant.
 * @param actor the caller's context, whose database handle is not used
 * @throws ParleyError unauthorized for anyone who has not joined or has left, forbidden for someone who was
 * removed
 */
export async function getOwnParticipant(
  tx: Context,
  { actor }: Context,
  roomId: Id<"rom">,
): Promise<ParticipantRow> {
  const row =
    actor.kind === "participant" && actor.roomId === roomId
      ? await findParticipant(tx, roomId, actor.id)
      : null;
  switch (row?.departure) {
    case undefined:
    case "left":
      throw new ParleyError("unauthorized", "Join the room first.");
    case "removed":
      throw new ParleyError("forbidden", "You were removed from this room.", { reason: "removed" });
    case "banned":
      throw new ParleyError("forbidden", "You were banned from this room.", { reason: "banned" });
    case null:
      return row as ParticipantRow;
  }
}
