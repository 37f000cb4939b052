import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { loadPresence } from "../live/presence.ts";
import type { WirePresence } from "../wire.ts";
import { getOwnParticipant } from "./own-participant.ts";

/** Who has the room open now, in any process. */
export async function listPresence(ctx: Context, roomId: Id<"rom">): Promise<WirePresence> {
  await getOwnParticipant(ctx, ctx, roomId);
  return loadPresence(ctx, roomId);
}
