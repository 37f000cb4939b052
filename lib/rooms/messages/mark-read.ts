import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getRoomRow } from "../lifecycle/get-room.ts";
import { publishFrame } from "../live/publish-frame.ts";
import { getOwnParticipant } from "../participants/own-participant.ts";
import { raiseReadOffset } from "../queries/participants.ts";
import { describeRoom } from "../queries/rooms.ts";
import { MAX_SEEN_BY } from "./seen-by.ts";

/**
 * Stores that the caller has read the room up to a position, and shows it to the others in a small room. A
 * position before the last one changes nothing; one past the end counts as the end.
 */
export async function markRead(ctx: Context, roomId: Id<"rom">, offset: number): Promise<void> {
  const room = await getRoomRow(ctx, roomId);
  const own = await getOwnParticipant(ctx, ctx, roomId);
  const read = Math.min(offset, room.lastOffset);
  if (!(await raiseReadOffset(ctx, own, read))) return;
  const { people } = await describeRoom(ctx, room);
  if (people > MAX_SEEN_BY) return;
  publishFrame(ctx, roomId, { type: "read", participant_id: own.id, offset: read });
}
