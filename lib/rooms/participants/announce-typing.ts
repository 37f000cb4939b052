import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { publishFrame } from "../live/publish-frame.ts";
import { getOwnParticipant } from "./own-participant.ts";

/**
 * Shows the others that the caller is typing, for a few seconds. Nothing is stored. People who are muted are
 * not shown.
 */
export async function announceTyping(ctx: Context, roomId: Id<"rom">): Promise<void> {
  const { id, mutedUntil } = await getOwnParticipant(ctx, ctx, roomId);
  if (mutedUntil && mutedUntil > ctx.now()) return;
  publishFrame(ctx, roomId, { type: "typing", participant_id: id });
}
