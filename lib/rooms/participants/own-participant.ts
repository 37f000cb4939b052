import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import type { Id } from "#lib/core/ids.ts";
import { findParticipant, type ParticipantRow } from "../queries/participants.ts";
import { isModerator } from "./rank.ts";

/**
 * Gets the caller's participant.
 * @param actor the caller's context, whose database handle is not used
 * @throws ParleyError unauthorized for anyone who has not joined or has left, forbidden for someone who was
 * removed or is in the lobby
 */
export async function getOwnParticipant(
  tx: Context,
  ctx: Context,
  roomId: Id<"rom">,
): Promise<ParticipantRow> {
  return inRoom(await findOwnParticipant(tx, ctx, roomId));
}

/**
 * A participant who is in the room.
 * @throws ParleyError like `getOwnParticipant`
 */
export function inRoom(row: ParticipantRow | null): ParticipantRow {
  const refuse = (message: string, reason: string) => new ParleyError("forbidden", message, { reason });
  switch (row?.departure) {
    case undefined:
    case "left":
      throw joinFirst();
    case "removed":
      throw refuse("You were removed from this room.", "removed");
    case "banned":
      throw refuse("You were banned from this room.", "banned");
    case "waiting":
      throw refuse("Wait to be let in.", "waiting");
    case "refused":
      throw refuse("You weren't let in.", "refused");
    case null:
      return row as ParticipantRow;
  }
}

/** The id of the caller's participant. @throws ParleyError unauthorized for anyone who never joined */
export function ownParticipantId({ actor }: Context, roomId: Id<"rom">): Id<"par"> {
  if (actor.kind === "participant" && actor.roomId === roomId) return actor.id;
  throw joinFirst();
}

/** Like `getOwnParticipant`. @throws ParleyError forbidden also for participants without a rank */
export async function getOwnModerator(tx: Context, ctx: Context, roomId: Id<"rom">): Promise<ParticipantRow> {
  const own = await getOwnParticipant(tx, ctx, roomId);
  if (isModerator(own.role)) return own;
  throw new ParleyError("forbidden", "Only the host and moderators can do this.");
}

/** The caller's participant, also if they are not in the room; null if they never joined. */
export async function findOwnParticipant(
  tx: Context,
  { actor }: Context,
  roomId: Id<"rom">,
): Promise<ParticipantRow | null> {
  return actor.kind === "participant" && actor.roomId === roomId
    ? findParticipant(tx, roomId, actor.id)
    : null;
}

const joinFirst = () => new ParleyError("unauthorized", "Join the room first.");
