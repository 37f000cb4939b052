import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { presentParticipant } from "../present.ts";
import { listParticipantRows } from "../queries/participants.ts";
import type { WireParticipant } from "../wire.ts";
import { getOwnParticipant } from "./own-participant.ts";

/** Lists the people in a room in the order they joined. */
export async function listParticipants(ctx: Context, roomId: Id<"rom">): Promise<WireParticipant[]> {
  await getOwnParticipant(ctx, ctx, roomId);
  return (await listParticipantRows(ctx, roomId)).map(presentParticipant);
}
