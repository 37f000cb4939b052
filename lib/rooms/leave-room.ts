import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { writeToRoom } from "./order/write-to-room.ts";
import { getOwnParticipant } from "./own-participant.ts";
import { updateParticipant } from "./queries/participants.ts";

/** Leaves a room. The name stays taken if its owner posted anything. */
export async function leaveRoom(ctx: Context, roomId: Id<"rom">): Promise<void> {
  await writeToRoom(ctx, roomId, async ({ tx, at, emit }) => {
    const own = await getOwnParticipant(tx, ctx, roomId);
    await updateParticipant(tx, own, {
      departure: "left",
      leftAt: at,
      nameKey: own.lastPostAt ? own.nameKey : null,
    });
    emit({ kind: "leave", participantId: own.id });
  });
}
