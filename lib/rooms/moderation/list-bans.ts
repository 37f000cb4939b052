import type { Context } from "#lib/context/context.ts";
import type { Id } from "#lib/core/ids.ts";
import { getOwnModerator } from "../participants/own-participant.ts";
import { presentParticipant } from "../present.ts";
import { listBanRows } from "../queries/moderation.ts";
import type { WireBan } from "../wire.ts";

/** Lists the bans in force, for moderators. */
export async function listBans(ctx: Context, roomId: Id<"rom">): Promise<WireBan[]> {
  await getOwnModerator(ctx, ctx, roomId);
  const rows = await listBanRows(ctx, roomId, ctx.now());
  return rows.map(({ participant, until }) => ({
    participant: presentParticipant(participant),
    until: until.toISOString(),
  }));
}
