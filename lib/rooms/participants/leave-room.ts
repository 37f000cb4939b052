import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { writeToRoom } from "../order/write-to-room.ts";
import { updateParticipant } from "../queries/participants.ts";
import { findOwnParticipant, getOwnParticipant } from "./own-participant.ts";

/** Leaves a room, or its lobby. The name stays taken if its owner posted anything. */
export async function leaveRoom(ctx: Context, roomId: Id<"rom">): Promise<void> {
  await writeToRoom(ctx, roomId, async ({ tx, at, emit }) => {
    const known = await findOwnParticipant(tx, ctx, roomId);
    const isWaiting = known?.departure === "waiting";
    const own = isWaiting ? known : await getOwnParticipant(tx, ctx, roomId);
    await updateParticipant(tx, own, {
      departure: "left",
      leftAt: at,
      nameKey: own.lastPostAt ? own.nameKey : null,
    });
    emit(isWaiting ? { kind: "review" } : { kind: "leave", participantId: own.id });
  });
}
